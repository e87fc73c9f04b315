//! Lists and maps of the server, in place.

use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::raw::{fetch, text, with_c_str};
use crate::sys;
use crate::value::{FromValue, Value};

/// A list, borrowed for `'v`.
#[derive(Debug, Clone, Copy)]
pub struct List<'v> {
    raw: *mut sys::mgp_list,
    memory: *mut sys::mgp_memory,
    life: PhantomData<&'v sys::mgp_list>,
}

/// A map, borrowed for `'v`.
#[derive(Debug, Clone, Copy)]
pub struct Map<'v> {
    raw: *mut sys::mgp_map,
    memory: *mut sys::mgp_memory,
    life: PhantomData<&'v sys::mgp_map>,
}

impl<'v> List<'v> {
    pub(crate) fn new(raw: *mut sys::mgp_list, memory: *mut sys::mgp_memory) -> Self {
        Self { raw, memory, life: PhantomData }
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn len(self) -> Result<usize> {
        // SAFETY: the list is live for `'v`.
        fetch("mgp_list_size", |out| unsafe { sys::mgp_list_size(self.raw, out) })
    }

    /// Whether there are none.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn is_empty(self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// One element, in place.
    ///
    /// # Errors
    /// [`Error::Interface`] beyond the end.
    pub fn at(self, index: usize) -> Result<Value<'v>> {
        // SAFETY: the list is live for `'v`, and its elements are as long as it is not changed; no safe function does.
        let raw = fetch("mgp_list_at", |out| unsafe { sys::mgp_list_at(self.raw, index, out) })?;
        Ok(Value::new(raw, self.memory))
    }

    /// The elements in order.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn values(self) -> Result<impl Iterator<Item = Result<Value<'v>>>> {
        Ok((0..self.len()?).map(move |index| self.at(index)))
    }

    /// All elements as a Rust type. `what` names the list in errors.
    ///
    /// # Errors
    /// [`Error::Type`] naming the element; [`Error::OutOfMemory`].
    pub fn to_vec<T: FromValue<'v>>(self, what: &str) -> Result<Vec<T>> {
        let length = self.len()?;
        let mut items = crate::memory::vec_with_capacity(length)?;
        for index in 0..length {
            // The name of an element is only made where it is needed.
            let item = self.at(index)?;
            items.push(item.to(what).or_else(|_| item.to(&format!("{what}[{index}]")))?);
        }
        Ok(items)
    }
}

impl<'v> Map<'v> {
    pub(crate) fn new(raw: *mut sys::mgp_map, memory: *mut sys::mgp_memory) -> Self {
        Self { raw, memory, life: PhantomData }
    }

    /// How many keys there are.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn len(self) -> Result<usize> {
        // SAFETY: the map is live for `'v`.
        fetch("mgp_map_size", |out| unsafe { sys::mgp_map_size(self.raw, out) })
    }

    /// Whether there are none.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn is_empty(self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The value of a key, in place.
    ///
    /// # Errors
    /// [`Error::Nul`] for a key that C cannot hold.
    pub fn find(self, key: &str) -> Result<Option<Value<'v>>> {
        let raw = with_c_str(key, |key| {
            // SAFETY: the map is live for `'v`, and its values are as long as it is not changed; no safe function does.
            fetch("mgp_map_at", |out| unsafe { sys::mgp_map_at(self.raw, key, out) })
        })??;
        Ok((!raw.is_null()).then(|| Value::new(raw, self.memory)))
    }

    /// The value of a key as a Rust type; a key that is not there is read as null.
    ///
    /// # Errors
    /// [`Error::Type`] naming the key.
    pub fn get<T: FromValue<'v>>(self, key: &str) -> Result<T> {
        let what = || format!("key '{key}'");
        match self.find(key)? {
            Some(value) => value.to("").or_else(|_| value.to(&what())),
            None => T::from_view(crate::View::Null).ok_or_else(|| Error::Type {
                what: what(),
                wanted: T::NAME,
                got: "nothing".to_owned(),
            }),
        }
    }

    /// Shows each key with its value, in the server's order, until `each` fails.
    ///
    /// # Errors
    /// Those of `each`; [`Error::Interface`].
    pub fn for_each(self, mut each: impl FnMut(&str, Value<'_>) -> Result<()>) -> Result<()> {
        let make = |out| {
            // SAFETY: the map and the call's memory are live.
            unsafe { sys::mgp_map_iter_items(self.raw, self.memory, out) }
        };
        let items = Items(fetch("mgp_map_iter_items", make)?);
        // SAFETY: the iterator is live until `items` is dropped, here and below.
        let mut item = fetch("mgp_map_items_iterator_get", |o| unsafe { sys::mgp_map_items_iterator_get(items.0, o) })?;
        while !item.is_null() {
            // SAFETY: the item is shown by the iterator, which does not move on meanwhile.
            let key = fetch("mgp_map_item_key", |out| unsafe { sys::mgp_map_item_key(item, out) })?;
            // SAFETY: as above.
            let value = fetch("mgp_map_item_value", |out| unsafe { sys::mgp_map_item_value(item, out) })?;
            // SAFETY: the key is the map's own, and the map is not changed while the text is used.
            each(unsafe { text(key) }?, Value::new(value, self.memory))?;
            // SAFETY: the iterator is live.
            item = fetch("mgp_map_items_iterator_next", |o| unsafe { sys::mgp_map_items_iterator_next(items.0, o) })?;
        }
        Ok(())
    }
}

struct Items(*mut sys::mgp_map_items_iterator);

impl Drop for Items {
    fn drop(&mut self) {
        // SAFETY: made by the server for the module and not destroyed before.
        unsafe { sys::mgp_map_items_iterator_destroy(self.0) };
    }
}
