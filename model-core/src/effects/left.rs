//! Relations whose rows a deletion leaves as they are.

use crate::effects::delete::DeletesRows;
use crate::effects::impact::Impact;
use crate::effects::{Keep, Owned, Unlink};
use crate::meta::error::Result;
use crate::model::Model;
use crate::operation::Operation;

/// Nothing is written.
macro_rules! left {
    ($policy:ident) => {
        impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, $policy>
        where
            P: Model,
        {
            const TOUCHED: bool = false;

            fn delete(_: &mut Conn, _: Operation<'_>) -> Result<Option<Impact>> {
                Ok(None)
            }
        }
    };
}

left!(Keep);
left!(Unlink);

#[cfg(feature = "async")]
#[path = "../../twins/effects/left.rs"]
pub(crate) mod twin;
