//! Everything in the body of a function.

#[test]
fn in_a_function() {
    use model_core::prelude::*;

    diesel::table! {
        local_things (id) {
            id -> Text,
            name -> Text,
        }
    }

    #[derive(Key, Debug, Clone, PartialEq, Eq)]
    struct Code(String);

    #[derive(Choices, Debug, Clone, PartialEq, Eq)]
    enum State {
        New,
    }

    #[derive(Model, Debug)]
    #[model(table = local_things)]
    struct Thing {
        id: Code,
        #[model(default = State::New)]
        name: State,
    }

    #[derive(Proxy, Debug)]
    #[proxy(of = Thing, filter(name = State::New))]
    struct NewThings(Thing);

    let new = NewThing::builder().id("x".to_owned()).build();
    assert_eq!(format!("{new:?}"), "NewThing { id: .. }");
    drop(NewThings::objects());
}
