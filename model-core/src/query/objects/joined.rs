//! The scopes of joined rows, and the change from one scope to another.

use crate::meta::type_only::TypeOnly;
use crate::model::Model;
use crate::model::scope::Rescope;
use crate::model::scope::{Live, OnlyDeleted, WithDeleted};
use crate::query::objects::scope::{FullyScoped, LiveScope, ScopeOf};
use diesel::dsl::Nullable;
use diesel::{Expression, NullableExpressionMethods};

/// The scope `Scope`, with the columns of `Joined`, which are NULL where there is no row of `Joined`.
#[derive(Debug, Clone, Copy)]
pub struct LeftJoined<Scope, Joined>(TypeOnly<(Scope, Joined)>);

/// The scope `Scope`, with the columns of `Joined`.
#[derive(Debug, Clone, Copy)]
pub struct InnerJoined<Scope, Joined>(TypeOnly<(Scope, Joined)>);

impl<M, Scope, Joined> ScopeOf<M> for LeftJoined<Scope, Joined>
where
    M: Model,
    Scope: ScopeOf<M>,
    Joined: Model,
    Joined::Selection: Expression + NullableExpressionMethods,
{
    type Restriction = Scope::Restriction;
    type Selection = (Scope::Selection, Nullable<Joined::Selection>);

    fn selection() -> Self::Selection {
        (Scope::selection(), Joined::selection().nullable())
    }
}

impl<M, Scope, Joined> ScopeOf<M> for InnerJoined<Scope, Joined>
where
    M: Model,
    Scope: ScopeOf<M>,
    Joined: Model,
{
    type Restriction = Scope::Restriction;
    type Selection = (Scope::Selection, Joined::Selection);

    fn selection() -> Self::Selection {
        (Scope::selection(), Joined::selection())
    }
}

macro_rules! rescope {
    ($($scope:ty),+) => {$(
        impl Rescope for $scope {
            type WithDeleted = WithDeleted;
            type OnlyDeleted = OnlyDeleted;
            type Left<Joined> = LeftJoined<Self, Joined>;
            type Inner<Joined> = InnerJoined<Self, Joined>;
        }
    )+};
}

rescope!(Live, WithDeleted, OnlyDeleted);

macro_rules! joined {
    ($($joined:ident),+) => {$(
        impl<Scope: Rescope, Joined> Rescope for $joined<Scope, Joined> {
            type WithDeleted = $joined<Scope::WithDeleted, Joined>;
            type OnlyDeleted = $joined<Scope::OnlyDeleted, Joined>;
            type Left<Other> = LeftJoined<Self, Other>;
            type Inner<Other> = InnerJoined<Self, Other>;
        }

        impl<Scope: FullyScoped<Query>, Joined, Query> FullyScoped<Query> for $joined<Scope, Joined> {}

        /// The rows are live; the type of the query says that they are joined.
        #[diagnostic::do_not_recommend]
        impl<Scope: LiveScope, Joined> LiveScope for $joined<Scope, Joined> {}
    )+};
}

joined!(LeftJoined, InnerJoined);
