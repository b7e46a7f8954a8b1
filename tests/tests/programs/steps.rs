//! The steps of a program: each does one thing to the database, does the same to the model in memory, and compares what
//! both answer.

use crate::dice::Dice;
use crate::memory::{Branch as Bough, Deed as Paper, Memory};
use crate::{Runs, STEPS, done, number};
use diesel::connection::{Connection, TransactionManager};
use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_core::relations::Through;
use model_tests::make::{article, me};
use model_tests::models::{
    ArticleId, Branch, BranchId, Card, Deed, Holder, HolderId, Leaf, NewBranch, NewCard, NewDeed, NewHolder, NewLeaf,
    NewPaymentMethod, NewReaction, PaymentMethodId, Reaction, ReactionId, Target, Tie,
};
use model_tests::schema::{branches, reactions, ties};

type Tied = Through<Branch, Tie, ties::from_id, ties::to_id>;

const KINDS: [&str; 3] = ["oak", "elm", "ash"];

// A program reads whole rows, which generic code cannot name: so there is one for each kind of connection.
macro_rules! programs {
    ($($feature:literal, $module:ident, $conn:ty;)+) => {$(
        #[cfg(feature = $feature)]
        mod $module {
            use super::*;

            type Nested = <$conn as Connection>::TransactionManager;

            pub(crate) struct Program {
                memory: Memory,
                /// What was true when each open transaction or savepoint began.
                open: Vec<Memory>,
                article: ArticleId,
                holder: HolderId,
                /// Makes names that nobody has had.
                count: usize,
            }

            impl Program {
                pub(crate) fn start(conn: &mut $conn, seed: u64) -> Self {
                    let article = article(conn, &format!("about {seed}")).id;
                    let holder = Holder::create(NewHolder::builder().name("Ann").build()).by(me()).run(conn).unwrap().id;
                    Self { memory: Memory::default(), open: Vec::new(), article, holder, count: 0 }
                }

                pub(crate) fn step(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    self.count += 1;
                    match dice.throw(12) {
                        0 => self.transaction(conn, dice),
                        1..=5 => self.tree(conn, dice, context),
                        6 => self.leaf(conn, dice, context),
                        7 => self.tie(conn, dice, context),
                        8 => self.reaction(conn, dice, context),
                        9 => self.card(conn, dice, context),
                        _ => self.deed(conn, dice, context),
                    }
                }

                fn transaction(&mut self, conn: &mut $conn, dice: &mut Dice) {
                    match (dice.throw(3), self.open.len()) {
                        (0, 0..3) | (_, 0) => {
                            Nested::begin_transaction(conn).unwrap();
                            self.open.push(self.memory.clone());
                        }
                        (1, _) => {
                            Nested::commit_transaction(conn).unwrap();
                            self.open.pop();
                        }
                        _ => {
                            Nested::rollback_transaction(conn).unwrap();
                            let before = self.open.pop().expect("a transaction is open");
                            self.memory.forget_all_but_numbers(before);
                        }
                    }
                }

                fn tree(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    let ids: Vec<i64> = self.memory.branches.keys().copied().collect();
                    let live = |memory: &Memory| -> Vec<i64> { ids.iter().copied().filter(|id| memory.is_live(Some(*id))).collect() };
                    let gone = |memory: &Memory| -> Vec<i64> { ids.iter().copied().filter(|id| !memory.is_live(Some(*id))).collect() };
                    let kind = KINDS[dice.throw(3)];
                    match dice.throw(12) {
                        0..=3 => {
                            let (mut up, mut other) = (dice.pick(ids.iter().copied()), dice.pick(ids.iter().copied()));
                            up = up.filter(|_| dice.throw(4) > 0);
                            other = other.filter(|_| dice.throw(3) == 0);
                            let new = NewBranch::builder().code(format!("b{}", self.count)).kind(kind);
                            let new = new.parent_id(up.map(BranchId::from)).graft_id(other.map(BranchId::from)).build();
                            let result = Branch::create(new).by(me()).run(conn);
                            if !self.memory.is_live(up) || !self.memory.is_live(other) {
                                assert!(matches!(result, Err(Error::ParentDeleted { .. })), "{context}: {result:?}");
                                return;
                            }
                            let row = result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                            let bough = Bough { kind: kind.to_owned(), parent: up, graft: other, gone: None };
                            self.memory.branches.insert(number(row.id), bough);
                        }
                        4 | 5 => {
                            let Some(id) = dice.pick(ids.iter().copied()) else { return };
                            // Only upwards, so that there is no circle.
                            let up = dice.pick(ids.iter().copied().filter(|up| *up < id));
                            let patch = Branch::patch_by_key(BranchId::from(id)).kind(kind).parent_id(up.map(BranchId::from));
                            let outcome = patch.by(me()).outcome(conn);
                            let row = &self.memory.branches[&id];
                            let same = row.kind == kind && row.parent == up;
                            match outcome {
                                Err(Error::ParentDeleted { .. }) => assert!(!self.memory.is_live(up), "{context}"),
                                Ok(Outcome::Deleted) => assert!(row.gone.is_some() && self.memory.is_live(up), "{context}"),
                                Ok(Outcome::Unchanged(_)) => assert!(same && row.gone.is_none(), "{context}"),
                                Ok(Outcome::Changed(_)) => {
                                    assert!(!same && row.gone.is_none() && self.memory.is_live(up), "{context}");
                                    let row = self.memory.branches.get_mut(&id).expect("it is there");
                                    (row.kind, row.parent) = (kind.to_owned(), up);
                                }
                                other => panic!("{context}: {other:?}"),
                            }
                        }
                        6 => {
                            let Some(id) = dice.pick(live(&self.memory)) else { return };
                            done!(context, Branch::delete_by_key(BranchId::from(id)).by(me()).run(conn));
                            self.memory.delete(vec![id]);
                        }
                        7 => {
                            let set = Branch::objects().filter(branches::kind.eq(kind).and(branches::graft_id.is_not_null()));
                            let hit = live(&self.memory).into_iter().filter(|id| {
                                let row = &self.memory.branches[id];
                                row.kind == kind && row.graft.is_some()
                            });
                            let hit: Vec<i64> = hit.collect();
                            let count = done!(context, set.delete().by(me()).run(conn));
                            assert_eq!(count, hit.len(), "{context}");
                            self.memory.delete(hit);
                        }
                        8 | 9 => {
                            let Some(id) = dice.pick(gone(&self.memory)) else { return };
                            let row = Branch::objects().only_deleted().find(BranchId::from(id));
                            let row: Deleted<Branch> = done!(context, row.first(conn));
                            let result = row.restore().by(me()).run(conn);
                            match self.memory.restore(id) {
                                true => _ = result.unwrap_or_else(|error| panic!("{context}: {error:?}")),
                                false => assert!(matches!(result, Err(Error::ParentDeleted { .. })), "{context}: {result:?}"),
                            }
                        }
                        10 => {
                            let set = Branch::objects().filter(branches::kind.eq(kind));
                            let hit: Vec<i64> = live(&self.memory);
                            let hit: Vec<i64> = hit.into_iter().filter(|id| self.memory.branches[id].kind == kind).collect();
                            let other = KINDS[dice.throw(3)];
                            let count = done!(context, set.patch().kind(other).by(me()).run(conn));
                            assert_eq!(count, if other == kind { 0 } else { hit.len() }, "{context}");
                            for id in hit {
                                self.memory.branches.get_mut(&id).expect("it is there").kind = other.to_owned();
                            }
                        }
                        _ => {
                            let Some(id) = dice.pick(live(&self.memory)) else { return };
                            let row: Branch = done!(context, Branch::objects().find(BranchId::from(id)).first(conn));
                            row.hard_delete().by(me()).run(conn).unwrap_or_else(|error| panic!("{context}: {error:?}"));
                            self.memory.remove(id);
                        }
                    }
                }

                fn leaf(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    if dice.throw(2) == 0 {
                        let Some(branch) = dice.pick(self.memory.branches.keys().copied()) else { return };
                        let at = i32::try_from(self.count).expect("a small number");
                        let new = NewLeaf::builder().branch_id(BranchId::from(branch)).number(at).label(format!("l{at}")).build();
                        let result = Leaf::create(new).by(me()).run(conn);
                        if self.memory.is_live(Some(branch)) {
                            result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                            self.memory.leaves.insert((branch, at), None);
                        } else {
                            assert!(matches!(result, Err(Error::ParentDeleted { .. })), "{context}: {result:?}");
                        }
                        return;
                    }
                    let Some(key) = dice.pick(self.memory.leaves.keys().copied()) else { return };
                    let target = (BranchId::from(key.0), key.1);
                    match self.memory.leaves[&key] {
                        None => {
                            done!(context, Leaf::delete_by_key(target).by(me()).run(conn));
                            let deletion = self.memory.next_deletion();
                            self.memory.leaves.insert(key, Some(deletion));
                        }
                        Some(_) => {
                            let row: Deleted<Leaf> = done!(context, Leaf::objects().only_deleted().find(target).first(conn));
                            let result = row.restore().by(me()).run(conn);
                            if self.memory.is_live(Some(key.0)) {
                                result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                                self.memory.leaves.insert(key, None);
                            } else {
                                assert!(matches!(result, Err(Error::ParentDeleted { .. })), "{context}: {result:?}");
                            }
                        }
                    }
                }

                /// Links two branches that were never linked, or takes a link away.
                fn tie(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    let memory = &mut self.memory;
                    let live: Vec<i64> = memory.branches.keys().copied().filter(|id| memory.is_live(Some(*id))).collect();
                    let (Some(from), Some(to)) = (dice.pick(live.iter().copied()), dice.pick(live)) else { return };
                    let row: Branch = done!(context, Branch::objects().find(BranchId::from(from)).first(conn));
                    let links = row.link::<Tied>();
                    match memory.ties.get(&(from, to)).copied() {
                        None => {
                            assert_eq!(links.add([BranchId::from(to)]).by(me()).run(conn).unwrap(), 1, "{context}");
                            memory.ties.insert((from, to), None);
                        }
                        Some(gone) => {
                            let count = done!(context, links.remove([BranchId::from(to)]).by(me()).run(conn));
                            assert_eq!(count, usize::from(gone.is_none()), "{context}");
                            let deletion = memory.next_deletion();
                            memory.ties.insert((from, to), gone.or(Some(deletion)));
                        }
                    }
                }

                fn reaction(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    let memory = &mut self.memory;
                    let kind = ["like", "love"][dice.throw(2)];
                    let picked = dice.pick(memory.reactions.keys().copied());
                    match (dice.throw(5), picked) {
                        (0 | 1, _) | (_, None) => {
                            let about = picked.filter(|_| dice.throw(2) == 0);
                            let target = match about {
                                Some(id) => Target::Reaction(ReactionId::from(id)),
                                None => Target::Article(self.article),
                            };
                            let new = NewReaction::builder().target(target).kind(kind).build();
                            let row = done!(context, Reaction::create(new).by(me()).run(conn));
                            memory.reactions.insert(number(row.id), (kind.to_owned(), about, false));
                        }
                        (2, _) => {
                            let set = Reaction::objects().filter(reactions::kind.ne(kind));
                            let count = done!(context, set.patch().kind(kind).by(me()).run(conn));
                            let hit = memory.reactions.values_mut().filter(|(old, _, gone)| !gone && old != kind);
                            assert_eq!(count, hit.map(|row| kind.clone_into(&mut row.0)).count(), "{context}");
                        }
                        (3, _) => {
                            let set = Reaction::objects().only_deleted().filter(reactions::kind.eq(kind));
                            let count = done!(context, set.restore().by(me()).run(conn));
                            let hit = memory.reactions.values_mut().filter(|(old, _, gone)| *gone && old == kind);
                            assert_eq!(count, hit.map(|row| row.2 = false).count(), "{context}");
                        }
                        (_, Some(key)) => {
                            let outcome = done!(context, Reaction::delete_by_key(ReactionId::from(key)).by(me()).outcome(conn));
                            let row = memory.reactions.get_mut(&key).expect("it is there");
                            assert_eq!(matches!(outcome, Outcome::Changed(_)), !row.2, "{context}: {outcome:?}");
                            row.2 = true;
                        }
                    }
                }

                fn card(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    let memory = &mut self.memory;
                    let network = ["visa", "maestro"][dice.throw(2)];
                    let picked = dice.pick(memory.cards.keys().copied());
                    let name = format!("c{}", self.count);
                    match (dice.throw(4), picked) {
                        (0, _) | (_, None) => {
                            let method = NewPaymentMethod::builder().holder_id(self.holder).label(name.as_str()).build();
                            let new = NewCard::builder().method(method).last_four("4242").network(network).token(name.as_str());
                            let row = done!(context, Card::create(new.build()).by(me()).run(conn));
                            memory.cards.insert(number(row.method.id), (name, network.to_owned(), false));
                        }
                        (turn, Some(key)) => {
                            let row = Card::objects().with_deleted().find(PaymentMethodId::from(key)).first::<Card>(conn).unwrap();
                            let known = memory.cards.get_mut(&key).expect("it is there");
                            match (turn, known.2) {
                                (1, true) => {
                                    let row: Deleted<Card> = done!(context, Card::objects().only_deleted().find(PaymentMethodId::from(key)).first(conn));
                                    done!(context, row.restore().by(me()).run(conn));
                                    known.2 = false;
                                }
                                (1, false) => {
                                    done!(context, row.delete().by(me()).run(conn));
                                    known.2 = true;
                                }
                                (2, gone) => {
                                    let result = row.patch().network(network).by(me()).run(conn);
                                    match gone {
                                        true => assert!(matches!(result, Err(Error::Deleted)), "{context}: {result:?}"),
                                        false => {
                                            result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                                            known.1 = network.to_owned();
                                        }
                                    }
                                }
                                (_, false) => {
                                    done!(context, row.hard_delete().by(me()).run(conn));
                                    memory.cards.remove(&key);
                                }
                                _ => {}
                            }
                        }
                    }
                }

                fn deed(&mut self, conn: &mut $conn, dice: &mut Dice, context: &str) {
                    let memory = &mut self.memory;
                    let picked = dice.pick(memory.deeds.keys().copied());
                    let refused = |result: Result<Deed, Error>| {
                        assert!(matches!(result, Err(Error::Refused { .. })), "{context}: {result:?}");
                    };
                    let title = format!("d{}", self.count);
                    let (turn, Some(key)) = (dice.throw(6), picked) else {
                        let sealed = dice.throw(2) == 0;
                        let new = NewDeed::builder().title(title.as_str()).origin(if sealed { "afar" } else { "near" }).build();
                        let row = done!(context, Deed::create(new).by(me()).run(conn));
                        memory.deeds.insert(row.id, Paper { title, drawer: 1, sealed, gone: false });
                        return;
                    };
                    let known = memory.deeds.get_mut(&key).expect("it is there");
                    if known.gone {
                        let row: Deleted<Deed> = done!(context, Deed::objects().only_deleted().find(key).first(conn));
                        done!(context, row.restore().by(me()).run(conn));
                        (known.gone, known.sealed) = (false, true);
                        return;
                    }
                    let row: Deed = done!(context, Deed::objects().find(key).first(conn));
                    match turn {
                        0 => {
                            let result = row.patch().title(title.as_str()).by(me()).run(conn);
                            if known.sealed {
                                return refused(result);
                            }
                            result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                            known.title = title;
                        }
                        1 => {
                            done!(context, row.patch().sealed(false).by(me()).run(conn));
                            known.sealed = false;
                        }
                        2 => {
                            // The fifth does not open, and the sixth is refused after it was written.
                            let drawer = i32::try_from(dice.throw(6)).expect("a small number") + 1;
                            let result = row.patch().drawer(drawer).by(me()).run(conn);
                            if known.sealed || drawer > 4 {
                                return refused(result);
                            }
                            result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                            known.drawer = drawer;
                        }
                        3 => {
                            let result = row.delete().by(me()).run(conn).map(Deleted::into_row);
                            if known.sealed {
                                return refused(result);
                            }
                            result.unwrap_or_else(|error| panic!("{context}: {error:?}"));
                            known.gone = true;
                        }
                        _ => {
                            let new = NewDeed::builder().title(title.as_str()).build();
                            let row = done!(context, Deed::create(new).by(me()).run(conn));
                            memory.deeds.insert(row.id, Paper { title, drawer: 1, sealed: false, gone: false });
                        }
                    }
                }

                /// Compares the tables with the model in memory.
                pub(crate) fn compare(&self, conn: &mut $conn, context: &str) {
                    let (memory, mut found) = (&self.memory, Memory::default());
                    let mark = |gone: bool| gone.then_some(0);
                    for row in Branch::objects().with_deleted().load::<Branch>(conn).unwrap() {
                        let (parent, graft) = (row.parent_id.map(number), row.graft_id.map(number));
                        let bough = Bough { kind: row.kind, parent, graft, gone: mark(row.deleted_at.is_some()) };
                        found.branches.insert(number(row.id), bough);
                    }
                    for row in Leaf::objects().with_deleted().load::<Leaf>(conn).unwrap() {
                        found.leaves.insert((number(row.branch_id), row.number), mark(row.deleted_at.is_some()));
                    }
                    for row in Tie::objects().with_deleted().load::<Tie>(conn).unwrap() {
                        found.ties.insert((number(row.from_id), number(row.to_id)), mark(row.is_deleted));
                    }
                    for row in Reaction::objects().with_deleted().load::<Reaction>(conn).unwrap() {
                        let about = match row.target.known() {
                            Some(Target::Reaction(about)) => Some(number(*about)),
                            _ => None,
                        };
                        found.reactions.insert(number(row.id), (row.kind, about, row.is_deleted));
                    }
                    for row in Card::objects().with_deleted().load::<Card>(conn).unwrap() {
                        let gone = row.method.deleted_at.is_some();
                        found.cards.insert(number(row.method.id), (row.method.label, row.network, gone));
                    }
                    for row in Deed::objects().with_deleted().load::<Deed>(conn).unwrap() {
                        let (drawer, sealed) = (row.kept.drawer, row.kept.seal.sealed);
                        let paper = Paper { title: row.title, drawer, sealed, gone: row.deleted_at.is_some() };
                        found.deeds.insert(row.id, paper);
                    }
                    // The numbers of deletions are ours; that a row is deleted is the database's as well.
                    let mut expected = memory.clone();
                    let marks = expected.leaves.values_mut().chain(expected.ties.values_mut());
                    marks.chain(expected.branches.values_mut().map(|row| &mut row.gone)).for_each(|gone| *gone = gone.map(|_| 0));
                    expected.forget_numbers();
                    assert_eq!(found, expected, "{context}");
                }

                /// Ends what is open, compares, verifies the trails, and leaves nothing behind.
                pub(crate) fn finish(mut self, conn: &mut $conn, context: &str) {
                    while self.open.pop().is_some() {
                        Nested::commit_transaction(conn).unwrap();
                    }
                    self.compare(conn, context);
                    assert_eq!(Branch::verify_history(conn).unwrap(), [], "{context}");
                    assert_eq!(Leaf::verify_history(conn).unwrap(), [], "{context}");
                    assert_eq!(Reaction::verify_history(conn).unwrap(), [], "{context}");
                    assert_eq!(Card::verify_history(conn).unwrap(), [], "{context}");
                    assert_eq!(Deed::verify_history(conn).unwrap(), [], "{context}");
                    done!(context, Branch::objects().with_deleted().hard_delete().by(me()).run(conn));
                    done!(context, Reaction::objects().with_deleted().hard_delete().by(me()).run(conn));
                    for row in done!(context, Card::objects().only_deleted().load::<Deleted<Card>>(conn)) {
                        done!(context, row.hard_delete().by(me()).run(conn));
                    }
                    for row in done!(context, Card::objects().load::<Card>(conn)) {
                        done!(context, row.hard_delete().by(me()).run(conn));
                    }
                    let deeds = Deed::objects().with_deleted();
                    done!(context, deeds.hard_delete().without_hooks().by(me()).run(conn));
                }
            }

            impl Runs for $conn {
                fn random_program(&mut self, seed: u64) {
                    let mut program = Program::start(self, seed);
                    let mut dice = Dice::new(seed);
                    for step in 0..STEPS {
                        let context = format!("MODEL_TEST_SEED={seed}, step {step}");
                        program.step(self, &mut dice, &context);
                        if step % 50 == 49 {
                            program.compare(self, &context);
                        }
                    }
                    program.finish(self, &format!("MODEL_TEST_SEED={seed}, at the end"));
                }
            }
        }
    )+};
}

programs! {
    "sqlite", sqlite, model_tests::connections::SqliteConnection;
    "postgres", postgres, model_tests::connections::PgConnection;
    "mysql", mysql, model_tests::connections::MysqlConnection;
}
