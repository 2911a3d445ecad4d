//! What is a result: a token, a sentence, an edit?
//!
//! A record: named fields that do not change. Two with equal fields are equal and have one hash; a record can be
//! pickled, printed, and matched by position.

use pyo3::prelude::*;
use pyo3::types::PyDict;

macro_rules! record {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
        $($method:item)*
    ) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, get_all, module = "naskh")]
        pub(crate) struct $name { $($(#[$field_doc])* pub(crate) $field: $type,)* }

        #[pyo3::pymethods]
        impl $name {
            #[new]
            fn new($($field: $type),*) -> Self {
                $name { $($field),* }
            }

            #[classattr]
            fn __match_args__<'py>(py: pyo3::Python<'py>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyTuple>> {
                pyo3::types::PyTuple::new(py, [$(stringify!($field)),*])
            }

            fn __getnewargs__<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyTuple>> {
                pyo3::types::PyTuple::new(py, [$(pyo3::IntoPyObjectExt::into_bound_py_any(&self.$field, py)?),*])
            }

            fn __eq__<'py>(&self, py: pyo3::Python<'py>, other: &pyo3::Bound<'py, $name>) -> pyo3::PyResult<bool> {
                use pyo3::types::PyAnyMethods as _;
                self.__getnewargs__(py)?.eq(other.get().__getnewargs__(py)?)
            }

            fn __hash__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<isize> {
                use pyo3::types::PyAnyMethods as _;
                self.__getnewargs__(py)?.hash()
            }

            fn __repr__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                use pyo3::types::PyAnyMethods as _;
                let fields: Vec<String> = vec![$(format!(
                    concat!(stringify!($field), "={}"),
                    pyo3::IntoPyObjectExt::into_bound_py_any(&self.$field, py)?.repr()?,
                )),*];
                Ok(format!(concat!(stringify!($name), "({})"), fields.join(", ")))
            }

            $($method)*
        }
    };
}

pub(crate) use record;

/// How a value is made again, as Python writes it: a call with the keywords that are not as they are by default.
pub(crate) fn call(name: &str, keywords: &Bound<'_, PyDict>) -> PyResult<String> {
    let argument = |(name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| Ok(format!("{name}={}", value.repr()?));
    let arguments = keywords.iter().map(argument).collect::<PyResult<Vec<_>>>()?;
    Ok(format!("{name}({})", arguments.join(", ")))
}
