//! The impls of `Model`, of `Manager`, and of the traits that say what a model has.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::columns::{self, Names};
use super::proxy::order_term;
use super::{default_scope, facts, hooks, inherit, relations};
use crate::model::{Audit, Deletion, Field, Hooks, Model, OnInsert, Piece, Unique};
use crate::words::{Input, OnDeleted, Privacy, Role};

pub(super) fn impls(model: &Model, names: &Names) -> TokenStream {
    let manager = manager(model);
    let itself = itself(model, names);
    let marks = marks(model);
    if model.read_only {
        return quote!(#manager #itself #marks);
    }
    let targets = targets(model);
    let editable = editable(model);
    let drafted = drafted(model, names);
    quote!(#manager #itself #marks #targets #editable #drafted)
}

fn manager(model: &Model) -> TokenStream {
    let (ident, filter) = (&model.ident, default_scope::filter(model));
    let state = if model.ordering.is_empty() { quote!(Unordered) } else { quote!(DefaultOrder) };
    let terms = model.ordering.iter().map(|term| order_term(term.direction, &columns::index(term.field)));
    quote! {
        #[automatically_derived]
        impl __model::Manager for #ident {
            type Model = Self;
            type Filter = __model::#filter;
            type Ordering = __model::#state;
            const ORDERING: &'static [__model::OrderTerm] = &[#(#terms),*];
            fn as_model(&self) -> &Self {
                self
            }
        }
    }
}

fn itself(model: &Model, names: &Names) -> TokenStream {
    let Model { ident, content_type, fields, key, deletion, audit, captured, repr, .. } = model;
    let Names { values, .. } = names;
    let (new, patch, patch_of) = inherit::forms(model, names);
    let name = model.name.to_string();
    let table = columns::table(model, ident.span());
    let selection = super::values::if_fits(model, names, columns::tuple(model));
    let fitting_values = super::values::if_fits(model, names, quote!(#values));
    let columns = fields.iter().map(|_| quote!(__model::column()));
    let key = key.iter().copied().map(columns::index);
    let key_type = columns::key_type(model);
    let key_value = key_value(model);
    let metas = fields.iter().map(|field| meta(model, field));
    let unread = model.write_only.iter().map(|field| meta(model, field));
    let audited = matches!(audit, Audit::On);
    let read_only = model.read_only;
    let policy = relations::policy(
        model,
        &match deletion {
            Deletion::Hard => quote!(Hard),
            Deletion::Soft => quote!(Soft),
        },
    );
    let references = relations::references(model);
    let attribution = if is_attributed(model) { quote!(Attributed) } else { quote!(Unattributed) };
    let hooks = hooks::list(model);
    let writes_parents = model.writes_parents.then(|| {
        quote!(
            const WRITES_PARENTS: bool = true;
        )
    });
    let uniques = model.uniques.iter().map(unique);
    let indexes = model.indexes.iter().map(facts::index);
    let doc = facts::text(&model.docs);
    let repr = match repr {
        Some(index) => {
            let place = columns::index(*index);
            match facts::is_secret(model, &model.fields[*index]) {
                // Every entry of the trail has it.
                Some(secret) => quote!(__model::shown_by(#place, #secret)),
                None => quote!(::core::option::Option::Some(#place)),
            }
        }
        None => quote!(::core::option::Option::None),
    };
    // Under the user's word for the table.
    let here = model.table.span().resolved_at(Span::call_site());
    let placed = (audited && !model.names_itself).then(|| {
        let table = columns::table(model, here);
        quote_spanned!(here=> const _: () = __model::files_under_its_table::<#table::table>();)
    });
    quote! {
        #placed
        #[automatically_derived]
        impl __model::Model for #ident {
            type Table = #table::table;
            type Selection = #selection;
            type Key = #key_type;
            type New = #new;
            type Values = #fitting_values;
            type Patch<__Target> = #patch;
            #policy
            #references
            type Attribution = __model::#attribution;
            type Hooks = #hooks;
            #writes_parents
            const TABLE: &'static #table::table = &#table::table;
            const META: &'static __model::Meta = &__model::Meta {
                name: #name,
                content_type: #content_type,
                fields: &[#(#metas),*],
                write_only: &[#(#unread),*],
                key: &[#(#key),*],
                audited: #audited,
                captured: #captured,
                read_only: #read_only,
                repr: #repr,
                uniques: &[#(#uniques),*],
                indexes: &[#(#indexes),*],
                doc: #doc,
            };
            fn selection() -> Self::Selection {
                (#(#columns,)*)
            }
            fn key(&self) -> Self::Key {
                #key_value
            }
            fn patch_of<__Target>(__target: __Target) -> #patch {
                #patch_of
            }
        }
    }
}

fn key_value(model: &Model) -> TokenStream {
    let places: Vec<_> = model.key.iter().map(|index| model.fields[*index].place()).collect();
    match &places[..] {
        [place] => quote!(::core::clone::Clone::clone(&self.#place)),
        _ => quote!((#(::core::clone::Clone::clone(&self.#places),)*)),
    }
}

fn meta(model: &Model, field: &Field) -> TokenStream {
    let (column, name) = (columns::path(model, field), columns::name(field));
    let role = format_ident!(
        "{}",
        match field.role {
            Role::Plain => "plain",
            Role::Key => "key",
            Role::CreatedAt => "created_at",
            Role::UpdatedAt => "updated_at",
            Role::DeletedAt => "deleted_at",
            Role::CreatedBy => "created_by",
            Role::UpdatedBy => "updated_by",
            Role::DeletedBy => "deleted_by",
            Role::DeletionBatch => "deletion_batch",
            Role::Version => "version",
            Role::ChangeLog => "change_log",
        }
    );
    let privacy = match field.privacy {
        Privacy::Plain => facts::is_secret(model, field).map(|secret| quote!(.masked_if(#secret))),
        Privacy::Mask => Some(quote!(.masked())),
        Privacy::Skip => Some(quote!(.skipped())),
    };
    let by_database = field.is_by_database().then(|| quote!(.by_database()));
    let slug = matches!(field.insert, OnInsert::Slug(_)).then(|| quote!(.slug()));
    let was = &field.renamed_from;
    let renamed = (!was.is_empty()).then(|| quote!(.renamed_from(&[#(#was),*])));
    let scoping = model.default_scope.as_ref().is_some_and(|scope| std::ptr::eq(&model.fields[scope.field], field));
    let scoping = scoping.then(|| quote!(.scoping()));
    let on_deleted = field.on_deleted.map(|policy| {
        let policy = on_deleted(policy);
        quote!(.on_deleted(__model::OnDeleted::#policy))
    });
    let given = field.is_given_on_insert() && !(model.extends.is_some() && field.role == Role::Key);
    let open = field.is_read() && !model.read_only;
    let (given, patched) = (open && given, open && field.is_patched());
    let plain = field.role == Role::Plain;
    let sent = match field.input {
        Input::OfKey if given => {
            let ty = &field.ty;
            Some(quote!(.sent(!<#ty as __model::KeyValue>::MADE, #patched)))
        }
        _ => ((given, patched) != (plain, plain) && !field.is_by_database()).then(|| quote!(.sent(#given, #patched))),
    };
    let facts = facts::of(model, field);
    let described = match (&field.encoding, field.role) {
        (Some(encoding), Role::Plain | Role::Key) => {
            let (role, encoding) = (format_ident!("{role}_as"), format_ident!("{}", format!("{encoding:?}")));
            quote!(__model::any_field!(#role #column, #name, #encoding))
        }
        (None, Role::Plain | Role::Key) if !is_traced(model, field) => {
            let role = format_ident!("{role}_as");
            quote!(__model::any_field!(#role #column, #name))
        }
        _ => quote!(__model::field::#role::<#column>(#name)),
    };
    quote!(#described #facts #sent #privacy #by_database #slug #scoping #renamed #on_deleted)
}

/// Whether the trail, or a change log, writes the values of a column.
fn is_traced(model: &Model, field: &Field) -> bool {
    let logged = model.fields.iter().any(|field| field.role == Role::ChangeLog);
    (model.audit == Audit::On || logged) && field.privacy == Privacy::Plain
}

fn unique(unique: &Unique) -> TokenStream {
    let Unique { fields, forever, index, on_deleted, applied, condition } = unique;
    let fields = fields.iter().copied().map(columns::index);
    let forever = forever.then(|| quote!(.forever()));
    let policy = match on_deleted {
        OnDeleted::Revive => Some(quote!(.revived())),
        OnDeleted::Restore => Some(quote!(.restored())),
        OnDeleted::Refuse => Some(quote!(.refused())),
        OnDeleted::Insert => None,
    };
    let applied = applied.as_ref().map(|(function, length)| {
        let (function, length) = (function.to_string(), columns::index(*length));
        quote!(.applying(#function, #length))
    });
    let pieces = condition.iter().map(|piece| match piece {
        Piece::Column(index) => {
            let index = columns::index(*index);
            quote!(__model::Piece::Column(#index))
        }
        Piece::Sql(text) => quote!(__model::Piece::Sql(#text)),
    });
    let within = (!condition.is_empty()).then(|| quote!(.within(&[#(#pieces),*])));
    quote!(__model::Unique::of(&[#(#fields),*], #index) #forever #policy #applied #within)
}

/// The unique keys as conflict targets of an upsert, named by their columns. A child has no key of its own.
fn targets(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let uniques = model.uniques.iter().enumerate().map(|(at, unique)| {
        let at = columns::index(at);
        (quote!(#at), &unique.fields)
    });
    let key = model.extends.is_none().then(|| (quote!(__model::KEY), &model.key));
    let targets = uniques.chain(key).map(|(at, fields)| {
        let columns = fields.iter().map(|index| columns::path(model, &model.fields[*index]));
        quote!(__model::conflict_target!(#ident, #at => #(#columns),*);)
    });
    quote!(#(#targets)*)
}

/// The policy of an upsert that finds a deleted row.
fn on_deleted(policy: OnDeleted) -> TokenStream {
    match policy {
        OnDeleted::Revive => quote!(Revive),
        OnDeleted::Restore => quote!(Restore),
        OnDeleted::Insert => quote!(Insert),
        OnDeleted::Refuse => quote!(Refuse),
    }
}

/// Whether a write has to say who acts.
fn is_attributed(model: &Model) -> bool {
    let names_actor = |field: &Field| matches!(field.role, Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy);
    matches!(model.audit, Audit::On) || model.fields.iter().any(names_actor)
}

fn marks(model: &Model) -> Option<TokenStream> {
    let ident = &model.ident;
    let has = |role| model.fields.iter().any(|field| field.role == role);
    let marks = [
        has(Role::CreatedAt).then(|| quote!(HasCreatedAt)),
        has(Role::UpdatedAt).then(|| quote!(HasUpdatedAt)),
        (model.deletion == Deletion::Soft).then(|| quote!(SoftDelete)),
        has(Role::DeletionBatch).then(|| quote!(HasDeletionBatch)),
        has(Role::Version).then(|| quote!(HasVersion)),
        (!model.read_only).then(|| quote!(Writable)),
    ];
    let marks: Vec<_> = marks.into_iter().flatten().collect();
    (!marks.is_empty()).then(|| quote!(__model::marks!(#ident: #(#marks),*);))
}

/// The comparison of two rows.
fn editable(model: &Model) -> Option<TokenStream> {
    let ident = &model.ident;
    let fields = model.fields.iter().map(|field| {
        let (place, ty) = (field.place(), &field.ty);
        quote!(#place: #ty)
    });
    model.edit.then(|| quote!(__model::editable!(#ident { #(#fields),* });))
}

/// The columns as hooks name them.
fn drafted(model: &Model, names: &Names) -> Option<TokenStream> {
    let (ident, values) = (&model.ident, &names.values);
    let columns = model.written().map(|(at, field)| {
        let (at, column, name) = (columns::index(at), columns::path(model, field), &field.ident);
        let kind = field.kind();
        let creating = field.is_given_on_insert().then(|| quote!(Creating));
        let changing = field.is_patched().then(|| quote!(Changing));
        let steps = creating.into_iter().chain(changing);
        quote!(__model::draft_column!(#ident, #values, #column, #at, #name: #kind, [#(#steps),*]);)
    });
    let here = ident.span().resolved_at(Span::call_site());
    let told = (model.hooks == Hooks::AfterCommit)
        .then(|| quote_spanned!(here=> const _: () = __model::tells_after_commit::<#ident>();));
    (model.hooks != Hooks::None).then(|| quote!(#(#columns)* #told))
}
