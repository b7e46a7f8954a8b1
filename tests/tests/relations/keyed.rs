//! Foreign keys of several columns: reads, guards, cascades, links and lists.

use crate::firm::{
    Clerk, ClerkId, ClerkSkill, Desk, Drawer, Firm, FirmId, InFirmDefaultScope as _, NewClerk, NewDesk, NewDrawer,
    NewFirm, NewSeal, NewSkill, NewSlip, NewTask, Seal, Skill, SkillId, Slip, Task, TaskId, TaskPatch, clerks, seals,
    tables, tasks,
};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Children, Count, Effect, Impact, OneChild, Parent, related};
use model_core::verbs::Dialect;
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};

type Parts = Children<Task, (tasks::firm_id, tasks::above_id)>;
type OneSeal = OneChild<Seal, (seals::firm_id, seals::clerk_id)>;
type Above = Parent<Task, (tasks::firm_id, tasks::above_id)>;

/// Two firms that have a clerk with the same number each, who have a task with the same number each.
struct Two {
    ann: Clerk,
    bob: Clerk,
    cam: Clerk,
    task: Task,
    other: Task,
}

fn clerk(conn: &mut impl CanWrite<Clerk>, firm: FirmId, id: i64, name: &str) -> Clerk {
    let new = NewClerk::builder().firm_id(firm).id(ClerkId::from(id)).name(name).build();
    Clerk::create(new).by(me()).run(conn).unwrap()
}

fn new_task(clerk: &Clerk, id: i64, title: &str) -> NewTask {
    NewTask::builder().firm_id(clerk.firm_id).id(TaskId::from(id)).clerk_id(clerk.id).title(title).build()
}

/// The same below another task.
fn new_part(above: &Task, clerk: &Clerk, id: i64, title: &str) -> NewTask {
    let new = NewTask::builder().firm_id(clerk.firm_id).id(TaskId::from(id)).clerk_id(clerk.id);
    new.above_id(above.id).title(title).build()
}

fn titles(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.title.as_str()).collect()
}

fn two<C>(conn: &mut C) -> Two
where
    C: TestConnection + Connection<Backend: Dialect> + CanWrite<Firm> + CanWrite<Clerk> + CanWrite<Task>,
{
    for statement in tables::<<C as Connection>::Backend>() {
        conn.sql(&statement);
    }
    let [one, two] = ["One", "Two"].map(|name| {
        let firm: Firm = Firm::create(NewFirm::builder().name(name).build()).run(conn).unwrap();
        firm.id
    });
    let ann = clerk(conn, one, 1, "Ann");
    let bob = clerk(conn, one, 2, "Bob");
    let cam = clerk(conn, two, 1, "Cam");
    let task: Task = Task::create(new_task(&ann, 1, "file")).by(me()).run(conn).unwrap();
    let other: Task = Task::create(new_task(&cam, 1, "sort")).by(me()).run(conn).unwrap();
    Two { ann, bob, cam, task, other }
}

on_every_backend! {
    fn rows_of_another_firm_with_the_same_number_are_others(db) {
        let conn = db.conn();
        let Two { ann, bob, cam, task, other } = two(conn);
        assert_eq!(task.clerk().first::<Clerk>(conn).unwrap(), ann);
        assert_eq!(other.clerk().first::<Clerk>(conn).unwrap(), cam);
        assert_eq!(ann.tasks().load::<Task>(conn).unwrap(), std::slice::from_ref(&task));
        assert_eq!(Task::objects().of(&bob).count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(task.above().first::<Task>(conn).optional().unwrap(), None);
        let below: Task = Task::create(new_part(&task, &bob, 2, "fetch")).by(me()).run(conn).unwrap();
        assert_eq!(below.above().first::<Task>(conn).unwrap(), task);
        assert_eq!(task.parts().load::<Task>(conn).unwrap(), std::slice::from_ref(&below));
        let joined = Task::objects().inner_join_related::<Clerk>().load::<(Task, Clerk)>(conn).unwrap();
        let pairs: Vec<_> = joined.iter().map(|(task, clerk)| (task.title.as_str(), clerk.name.as_str())).collect();
        assert_eq!(pairs, [("fetch", "Bob"), ("file", "Ann"), ("sort", "Cam")]);

        let list = Task::lists().sort((tasks::title,)).filter_parent((tasks::firm_id, tasks::clerk_id), clerks::name);
        let ask = list.parse("clerk.name=Ann&clerk.name=Bob&sort=title").unwrap();
        assert_eq!(titles(&Task::objects().list(&ask).run(conn).unwrap().rows), ["fetch", "file"]);
    }

    fn every_kind_of_relation_is_loaded_for_many_rows(db) {
        let conn = db.conn();
        let Two { ann, bob, cam, task, other } = two(conn);
        let more = [new_task(&ann, 2, "a"), new_task(&ann, 3, "b")];
        let more: Vec<Task> = Task::create_many(more).by(me()).run(conn).unwrap();
        Seal::create(NewSeal::builder().firm_id(ann.firm_id).clerk_id(ann.id).mark("*").build()).run(conn).unwrap();
        let skill = |clerk: &Clerk, name: &str| {
            NewSkill::builder().firm_id(clerk.firm_id).id(SkillId::from(7)).name(name).build()
        };
        let [law, art]: [Skill; 2] =
            [skill(&ann, "law"), skill(&cam, "art")].map(|new| Skill::create(new).run(conn).unwrap());
        for clerk in [&ann, &bob] {
            assert_eq!(clerk.link::<Skill>().add([(law.firm_id, law.id)]).run(conn).unwrap(), 1);
        }
        assert_eq!(cam.link::<Skill>().set([(art.firm_id, art.id)]).run(conn).unwrap(), 1);
        assert_eq!(bob.link::<Skill>().remove([(law.firm_id, law.id)]).run(conn).unwrap(), 1);
        assert_eq!(ann.skills().load::<Skill>(conn).unwrap(), std::slice::from_ref(&law));
        assert_eq!(law.clerks().load::<Clerk>(conn).unwrap(), std::slice::from_ref(&ann));
        assert_eq!(ClerkSkill::objects().count().get_result::<i64>(conn).unwrap(), 2);

        let rows = Clerk::objects()
            .load_with::<(Task, Count<Task>, OneSeal, Skill, Count<Skill>)>(conn)
            .unwrap();
        let seen: Vec<_> = rows
            .iter()
            .map(|(clerk, (tasks, count, seal, skills, skilled))| {
                let skills: Vec<_> = skills.iter().map(|skill| skill.name.as_str()).collect();
                (clerk.name.as_str(), titles(tasks), *count, seal.is_some(), skills, *skilled)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("Ann", vec!["a", "b", "file"], 3, true, vec!["law"], 1),
                ("Bob", vec![], 0, false, vec![], 0),
                ("Cam", vec!["sort"], 1, false, vec!["art"], 1),
            ]
        );
        let one = std::slice::from_ref(&ann).load_related::<(Task, Count<Task>)>(conn).unwrap();
        assert_eq!((titles(&one[0].0), one[0].1), (vec!["a", "b", "file"], 3));
        let back = Task::objects().load_with::<(Clerk, Above)>(conn).unwrap();
        let names: Vec<_> = back.iter().map(|(_, (clerk, above))| (clerk.as_ref().unwrap().name.as_str(), above)).collect();
        assert_eq!(names, [("Ann", &None), ("Ann", &None), ("Ann", &None), ("Cam", &None)]);
        assert_eq!(back[0].0, more[0]);

        let plans = Clerk::objects().with((
            related::<Task>().limit_each(2),
            related::<Task>().filter(tasks::title.ne("a")).count(),
            related::<Task>().sum::<i64, _>(tasks::hours),
        ));
        let rows = plans.load(conn).unwrap();
        let seen: Vec<_> = rows.iter().map(|(_, (tasks, count, hours))| (titles(tasks), *count, *hours)).collect();
        assert_eq!(seen, [(vec!["a", "b"], 2, Some(0)), (vec![], 0, None), (vec!["sort"], 1, Some(0))]);
        let tops = Task::objects().with(related::<Clerk>()).load(conn).unwrap();
        assert_eq!(tops[3].1, Some(cam));
        let parts = [task, other].load_related::<(Parts, Count<Parts>)>(conn).unwrap();
        assert_eq!(parts, [(vec![], 0), (vec![], 0)]);
    }

    fn no_row_comes_under_a_deleted_clerk(db) {
        let conn = db.conn();
        let Two { ann, bob, cam, task, .. } = two(conn);
        let refused = |outcome: model_core::Result<()>| {
            let is_it = |error: &Error| matches!(error, Error::ParentDeleted { parent: "Clerk", field: "clerk_id" });
            assert!(outcome.as_ref().is_err_and(is_it), "{outcome:?}");
        };
        let gone = bob.clone().delete().by(me()).run(conn).unwrap();
        refused(Task::create(new_task(&bob, 5, "x")).by(me()).run(conn).map(drop));
        refused(Task::create_many([new_task(&ann, 5, "x"), new_task(&bob, 6, "y")]).by(me()).run(conn).map(drop));
        // The patch sets one of the two columns.
        refused(task.clone().patch().clerk_id(bob.id).by(me()).run(conn).map(drop));
        refused(Task::objects().patch().clerk_id(bob.id).by(me()).run(conn).map(drop));
        refused(Task::patch_many([((task.firm_id, task.id), TaskPatch::new().clerk_id(bob.id))]).by(me()).run(conn).map(drop));
        let back = gone.restore().by(me()).run(conn).unwrap();
        let moved = task.patch().clerk_id(back.id).by(me()).run(conn).unwrap();
        assert_eq!(moved.clerk().first::<Clerk>(conn).unwrap(), back);
        // The clerk of another firm with that number has nothing to do with it.
        cam.clone().delete().by(me()).run(conn).unwrap();
        Task::create(new_task(&ann, 7, "z")).by(me()).run(conn).unwrap();
        let absent = NewTask::builder().firm_id(ann.firm_id).id(TaskId::from(8)).clerk_id(ClerkId::from(99)).title("w");
        let absent = absent.build();
        let error = Task::create(absent).by(me()).run(conn).unwrap_err();
        let Error::ForeignKey { constraint } = error else { panic!("{error:?}") };
        assert!(constraint.is_none_or(|name| name == "tasks_firm_id_clerk_id_fk"));
    }

    fn a_deletion_reaches_the_rows_of_its_own_firm(db) {
        let conn = db.conn();
        let Two { ann, cam, task, other, .. } = two(conn);
        Task::create(new_part(&task, &ann, 2, "part")).by(me()).run(conn).unwrap();
        let slip = |clerk: &Clerk| {
            NewSlip::builder().firm_id(clerk.firm_id).clerk_id(clerk.id).text("m").build()
        };
        let [own, kept]: [Slip; 2] = [slip(&ann), slip(&cam)].map(|new| Slip::create(new).run(conn).unwrap());
        let seal = NewSeal::builder().firm_id(ann.firm_id).clerk_id(ann.id).mark("*").build();
        let seal: Seal = Seal::create(seal).run(conn).unwrap();
        let refused = ann.clone().delete().by(me()).run(conn);
        assert!(matches!(refused, Err(Error::Restricted { by: "Seal", count: 1 })), "{refused:?}");
        let refused = ann.clone().hard_delete().by(me()).run(conn);
        assert!(matches!(refused, Err(Error::Restricted { .. })), "{refused:?}");
        seal.delete().run(conn).unwrap();

        let told = |impact: Impact| impact.children.into_iter().map(|one| (one.model, one.count, one.effect)).collect::<Vec<_>>();
        let ahead = told(ann.clone().delete().counting_to(100).preview(conn).unwrap());
        assert!(ahead.contains(&("Task", 2, Effect::Deleted)) && ahead.contains(&("Slip", 1, Effect::Detached)), "{ahead:?}");
        ann.clone().delete().by(me()).run(conn).unwrap();
        assert_eq!(titles(&Task::objects().load::<Task>(conn).unwrap()), ["sort"]);
        let slip: Slip = Slip::objects().find(own.id).first(conn).unwrap();
        assert_eq!((slip.firm_id, slip.clerk_id), (own.firm_id, None), "only the column that can be NULL");
        assert_eq!(kept, Slip::objects().find(kept.id).first(conn).unwrap());

        let part = Task::objects().only_deleted().filter(tasks::title.eq("part"));
        let part: Deleted<Task> = part.first(conn).unwrap();
        let back = part.restore().with_ancestors().by(me()).run(conn).unwrap();
        assert_eq!(back.title, "part");
        assert_eq!(titles(&Task::objects().load::<Task>(conn).unwrap()), ["file", "part", "sort"]);
        let ann: Clerk = Clerk::objects().find((ann.firm_id, ann.id)).first(conn).unwrap();
        assert_eq!(ann.tasks().count().get_result::<i64>(conn).unwrap(), 2);

        ann.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Task::objects().with_deleted().load::<Task>(conn).unwrap(), [other]);
        assert_eq!(Clerk::verify_history(conn).unwrap(), []);
        assert_eq!(Task::verify_history(conn).unwrap(), []);
    }

    fn a_part_of_the_key_can_be_the_default_scope(db) {
        let conn = db.conn();
        let Two { ann, cam, .. } = two(conn);
        let desk = |clerk: &Clerk, place: &str| {
            NewDesk::builder().firm_id(clerk.firm_id).id(1).place(place).build()
        };
        let [own, other]: [Desk; 2] =
            [desk(&ann, "door"), desk(&cam, "wall")].map(|new| Desk::create(new).by(me()).run(conn).unwrap());
        let drawer = |desk: &Desk, label: &str| {
            NewDrawer::builder().firm_id(desk.firm.firm_id).id(1).desk_id(desk.id).label(label).build()
        };
        let drawers: [Drawer; 2] =
            [drawer(&own, "pens"), drawer(&other, "ink")].map(|new| Drawer::create(new).run(conn).unwrap());
        let here = || Desk::objects().for_firm(ann.firm_id);
        assert_eq!(here().load::<Desk>(conn).unwrap(), std::slice::from_ref(&own));
        assert_eq!(here().find((cam.firm_id, 1)).first::<Desk>(conn).optional().unwrap(), None);
        assert_eq!(own.drawers().across_firms().load::<Drawer>(conn).unwrap(), drawers[..1]);
        let rows = Drawer::objects().across_firms().load_with::<Desk>(conn).unwrap();
        let desks: Vec<_> = rows.into_iter().map(|(_, desk)| desk).collect();
        assert_eq!(desks, [Some(other.clone()), Some(own.clone())]);
        assert_eq!(here().find((ann.firm_id, 1)).patch().place("window").by(me()).run(conn).unwrap(), 1);
        // No drawer of one firm comes into the desk of another: the key that it would need does not exist.
        let far = Desk::create(NewDesk::builder().firm_id(cam.firm_id).id(2).place("hall").build());
        let far: Desk = far.by(me()).run(conn).unwrap();
        let refused = drawers[0].clone().patch().desk_id(far.id).run(conn);
        assert!(matches!(refused, Err(Error::ForeignKey { .. })), "{refused:?}");
        own.delete().by(me()).run(conn).unwrap();
        let left: Vec<Drawer> = Drawer::objects().across_firms().load(conn).unwrap();
        assert_eq!(left, drawers[1..]);
    }
}
