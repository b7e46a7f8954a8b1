//! The scopes of joined rows, and the change from one scope to another.

use crate::model::Model;
use crate::model::scope::Rescope;
use crate::model::scope::{Live, OnlyDeleted, WithDeleted};
use crate::query::objects::scope::{FullyScoped, LiveScope, ScopeOf};
use diesel::dsl::Nullable;
use diesel::{Expression, NullableExpressionMethods};
use std::marker::PhantomData;

/// The scope `S`, with the columns of `J`, which are NULL where there is no row of `J`.
#[derive(Debug, Clone, Copy)]
pub struct LeftJoined<S, J>(PhantomData<(S, J)>);

/// The scope `S`, with the columns of `J`.
#[derive(Debug, Clone, Copy)]
pub struct InnerJoined<S, J>(PhantomData<(S, J)>);

impl<M, S, J> ScopeOf<M> for LeftJoined<S, J>
where
    M: Model,
    S: ScopeOf<M>,
    J: Model,
    J::Selection: Expression + NullableExpressionMethods,
{
    type Restriction = S::Restriction;
    type Selection = (S::Selection, Nullable<J::Selection>);

    fn selection() -> Self::Selection {
        (S::selection(), J::selection().nullable())
    }
}

impl<M, S, J> ScopeOf<M> for InnerJoined<S, J>
where
    M: Model,
    S: ScopeOf<M>,
    J: Model,
{
    type Restriction = S::Restriction;
    type Selection = (S::Selection, J::Selection);

    fn selection() -> Self::Selection {
        (S::selection(), J::selection())
    }
}

macro_rules! rescope {
    ($($scope:ty),+) => {$(
        impl Rescope for $scope {
            type WithDeleted = WithDeleted;
            type OnlyDeleted = OnlyDeleted;
            type Left<J> = LeftJoined<Self, J>;
            type Inner<J> = InnerJoined<Self, J>;
        }
    )+};
}

rescope!(Live, WithDeleted, OnlyDeleted);

macro_rules! joined {
    ($($joined:ident),+) => {$(
        impl<S: Rescope, J> Rescope for $joined<S, J> {
            type WithDeleted = $joined<S::WithDeleted, J>;
            type OnlyDeleted = $joined<S::OnlyDeleted, J>;
            type Left<K> = LeftJoined<Self, K>;
            type Inner<K> = InnerJoined<Self, K>;
        }

        impl<S: FullyScoped<Q>, J, Q> FullyScoped<Q> for $joined<S, J> {}

        /// The rows are live; the type of the query says that they are joined.
        #[diagnostic::do_not_recommend]
        impl<S: LiveScope, J> LiveScope for $joined<S, J> {}
    )+};
}

joined!(LeftJoined, InnerJoined);
