//! Models over the schema: between them they use every option that a model can have.

/// Passes the names of all models to another macro: those that every connection of the tests can write, and those whose
/// tests say for themselves what they need of a connection.
macro_rules! every_model {
    ($then:ident) => {
        $then! {
            common:
                Article, Author, Blurb, Book, BookSubject, Branch, Comment, Counter, Deed, Document, File, Folder,
                Gauge, Leaf, Letter, Mark, Member, Note, Notice, Offer, Office, Page, Parcel, Plan, Post, Poster,
                QuietGauge, QuietPlan, Reaction, Reader, Reading, Receipt, Review, Sample, Stamp, Story, Subject,
                Tag, Tenant, Tie, Trace, Translation, Visit, Writer;
            special:
                Agency, Badge, Bank, BankTransfer, Binder, Card, Case, CaseLabel, Cat, Essay, Holder, Label, Lot, Memo, Paper,
                PaymentMethod, Profile, QuietCat, QuietEssay, QuietMemo, QuietToken, Remark, Sheet, Slot, Token, Truck, Vehicle, Visitor;
        }
    };
}
pub(crate) use every_model;

mod agency;
mod archive;
mod article;
mod author;
mod cat;
mod comment;
mod counter;
mod desk;
mod document;
mod essay;
mod forum;
mod garden;
#[cfg(test)]
mod map;
mod member;
mod offer;
mod page;
mod post;
mod profile;
mod reaction;
mod register;
mod sample;
mod shelf;
mod tag;
mod token;
mod translation;
mod vault;
mod visit;
mod wallet;
mod workspace;

pub use self::agency::{
    Agency, AgencyId, AgencyOwned, AgencyOwnedDefaultScope, Case, CaseLabel, CasePatch, Filed, Label, NewAgency,
    NewCase, NewCaseLabel, NewLabel, NewPaper, NewRemark, OpenCase, Paper, Remark,
};
pub use self::archive::{
    Binder, Memo, MemoPatch, NewBinder, NewMemo, NewQuietMemo, NewSheet, NewSlot, QuietMemo, QuietMemoPatch, Sheet,
    SheetPatch, Slot,
};
pub use self::article::{Article, ArticleId, ArticlePatch, DraftArticle, NewArticle, PublishedArticle, Status};
pub use self::author::{Author, AuthorId, AuthorPatch, NewAuthor};
pub use self::cat::{Cat, Mood, NewCat, NewQuietCat, QuietCat};
pub use self::comment::{Comment, CommentId, CommentPatch, NewComment};
pub use self::counter::{Counter, CounterPatch, NewCounter};
pub use self::desk::{
    Gauge, GaugePatch, NewGauge, NewPlan, NewQuietGauge, NewQuietPlan, NewReader, Plan, PlanPatch, QuietGauge,
    QuietPlan, Reader, ReaderPatch,
};
pub use self::document::{Document, DocumentPatch, EditorId, NewDocument};
pub use self::essay::{Essay, EssayPatch, NewEssay, NewQuietEssay, QuietEssay, QuietEssayPatch};
pub use self::forum::{
    File, Folder, FolderId, Mark, NewFile, NewFolder, NewMark, NewPost, NewPoster, Post, PostId, Poster, PosterId,
};
pub use self::garden::{Branch, BranchId, BranchPatch, Leaf, LeafPatch, NewBranch, NewLeaf, NewTie, OakBranch, Tie};
pub use self::member::{Member, MemberPatch, NewMember};
pub use self::offer::{NewOffer, Offer, OfferPatch};
pub use self::page::{NewPage, Page, PageId, PagePatch};
pub use self::post::{
    FirstParcel, Letter, LetterPatch, NewLetter, NewOffice, NewParcel, NewStamp, NewTrace, Office, OfficePatch, Parcel,
    ParcelPatch, Stamp, StampPatch, Trace, TracePatch,
};
pub use self::profile::{NewProfile, Profile};
pub use self::reaction::{Like, NewNotice, NewReaction, Notice, Reaction, ReactionId, Target, TargetRow};
pub use self::register::{
    Badge, Contact, Lot, NewBadge, NewLot, NewVisitor, Person, PersonScopes, Visitor, VisitorPatch,
};
pub use self::sample::{NewSample, Sample, SamplePatch};
pub use self::shelf::{
    Blurb, Book, BookId, BookSubject, EmptyReview, NewBlurb, NewBook, NewBookSubject, NewReading, NewReview,
    NewSubject, NewWriter, Reading, Review, ReviewId, Subject, Writer, WriterId,
};
pub use self::tag::{NewTag, Tag, TagCode, TagPatch};
pub use self::token::{NewQuietToken, NewToken, NewTokenInput, QuietToken, QuietTokenPatch, Token, TokenPatch};
pub use self::translation::{NewTranslation, Translation, TranslationPatch};
pub use self::vault::{
    Deed, DeedPatch, EmptyReceipt, Kept, NewDeed, NewReceipt, Receipt, ReceiptPatch, Sealed, Signed,
};
pub use self::visit::{NewVisit, Visit, VisitPatch};
pub use self::wallet::{
    Bank, BankTransfer, BankTransferPatch, Billed, Card, CardPatch, Holder, HolderId, NewBank, NewBankTransfer,
    NewCard, NewHolder, NewPaymentMethod, NewTruck, NewVehicle, PaymentMethod, PaymentMethodId, PaymentMethodKind,
    PaymentMethodPatch, PaymentMethodScopes, Truck, TruckPatch, Vehicle, VehicleId, VehicleKind, VehiclePatch,
};
pub use self::workspace::{
    Kind, NewNote, NewStory, NewTenant, Note, NotePatch, PublishedStory, Reminder, Story, Tenant, TenantId,
    TenantOwned, Tracked,
};
