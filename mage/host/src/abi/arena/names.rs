//! The names that a module asks for: with every property the same few, by the same few texts.

use std::cell::{Cell, RefCell};
use std::ffi::c_char;
use std::ops::Range;
use std::sync::Arc;

use super::Arena;
use crate::abi::object::{self, List};
use crate::abi::pointer::CText;
use crate::abi::slot::Handle;
use crate::abi::{Code, Outcome};
use crate::graph::{Graph, Name};
use crate::value::Text;

/// How many names a call remembers: a module asks for few, and for each of them many times. A power of two.
const NAMES_KEPT: usize = 16;

/// How many types of relationships it remembers. A power of two.
const KINDS_KEPT: usize = 4;

/// No name that was asked for.
const NO_NAME: (usize, Name) = (0, Name::NONE);

/// The text of no type.
const NO_KIND: (Name, *const c_char) = (Name(0), std::ptr::null());

/// A name that a module asked for: where its text stood, what it was, and what the graph calls so.
struct Known {
    asked: CText,
    /// Whether the text cannot change: it is one of the module's constants, or an argument that the module passes on as
    /// it got it.
    stays: bool,
    text: Text,
    name: Option<Name>,
}

/// Names of one call.
pub(super) struct Names {
    /// Where the module's constants stand.
    constants: Arc<[Range<usize>]>,
    /// The arguments of the call.
    arguments: Cell<Handle<List>>,
    /// Names that were asked for, each at one of the two places that its address leads to; what is called so stays as
    /// long as the graph.
    kept: RefCell<[Option<Known>; NAMES_KEPT]>,
    /// The last name that was asked for by a text that stays, and what the graph calls so.
    last: Cell<(usize, Name)>,
    /// Types of relationships that were asked for, each at the place that its number leads to, and their text in the
    /// graph; null where there is none.
    kinds: [Cell<(Name, *const c_char)>; KINDS_KEPT],
}

impl Default for Names {
    fn default() -> Self {
        Self {
            constants: Arc::default(),
            arguments: Cell::new(Handle::NULL),
            kept: RefCell::default(),
            last: Cell::new(NO_NAME),
            kinds: [const { Cell::new(NO_KIND) }; KINDS_KEPT],
        }
    }
}

impl Names {
    /// Forgets the call.
    pub(super) fn end(&mut self) {
        self.constants = Arc::default();
        self.arguments.set(Handle::NULL);
    }

    /// Forgets what a graph called so.
    pub(super) fn forget(&self) {
        self.kept.take();
        self.last.set(NO_NAME);
        self.kinds.iter().for_each(|place| place.set(NO_KIND));
    }
}

impl Arena {
    /// Tells where the constants of the module stand that is going to be called.
    pub(crate) fn set_constants(&mut self, constants: &Arc<[Range<usize>]>) {
        self.names.constants = Arc::clone(constants);
    }

    /// Tells which list has the arguments of the call. It is the arena's, and no module can take anything out of it.
    pub(crate) fn set_arguments(&self, arguments: Handle<List>) {
        self.names.arguments.set(arguments);
    }

    /// The graph's name of a text, if anything is called so. Complexity: O(1) where it was asked for before.
    pub(crate) fn name(&self, graph: &dyn Graph, text: CText) -> Outcome<Option<Name>> {
        let known = self.known(text, |known| known.stays || text.is(&known.text));
        known.map_or_else(|| self.find_name(graph, text), |known| Ok(known.name))
    }

    /// As [`Arena::name`], for quick ways: [`Name::NONE`] where nothing is called so, and nothing where it was not asked for
    /// before, or by a text that may have changed.
    #[inline]
    pub(crate) fn known_name(&self, text: CText) -> Option<Name> {
        let (last, name) = self.names.last.get();
        if last == text.addr() && last != 0 { Some(name) } else { self.name_before_last(text) }
    }

    #[inline(never)]
    fn name_before_last(&self, text: CText) -> Option<Name> {
        let name = self.known(text, |known| known.stays)?.name.unwrap_or(Name::NONE);
        self.names.last.set((text.addr(), name));
        Some(name)
    }

    #[inline]
    fn known(&self, text: CText, is_it: impl Fn(&Known) -> bool) -> Option<&Known> {
        // SAFETY: the table is changed by `find_name` alone, which is over, and not while the reference is used.
        let kept = unsafe { self.names.kept.try_borrow_unguarded() }.ok()?;
        let find = |place: usize| kept.get(place)?.as_ref().filter(|known| known.asked == text && is_it(known));
        let place = text.spread(NAMES_KEPT);
        find(place).or_else(|| find(place ^ 1))
    }

    #[cold]
    fn find_name(&self, graph: &dyn Graph, text: CText) -> Outcome<Option<Name>> {
        let mut kept = self.names.kept.try_borrow_mut().map_err(|_| Code::Logic)?;
        let same = kept.iter().flatten().find(|known| text.is(&known.text));
        let (own, name) = match same.map(|known| (known.text.clone(), known.name)) {
            Some(known) => known,
            None => {
                let own = text.to_text()?;
                let name = graph.find_name(own.as_str());
                (own, name)
            }
        };
        // What has no name now may get one where the graph can be changed.
        if name.is_some() || !self.is_changeable() {
            let is_constant = self.names.constants.iter().any(|range| range.contains(&text.addr()));
            let stays = is_constant || object::holds_text(self.names.arguments.get(), text);
            let place = text.spread(NAMES_KEPT);
            kept.swap(place, place ^ 1);
            if let Some(entry) = kept.get_mut(place) {
                *entry = Some(Known { asked: text, stays, text: own, name });
            }
        }
        Ok(name)
    }

    /// As [`Arena::kind_text`], for quick ways; nothing where another type was asked for last.
    #[inline]
    pub(crate) fn known_kind_text(&self, kind: Name) -> Option<*const c_char> {
        let place = self.names.kinds.get(kind.0 as usize % KINDS_KEPT)?.get();
        (place.0 == kind && !place.1.is_null()).then_some(place.1)
    }

    /// The text of a relationship's type. It stays where it is as long as the graph.
    #[inline]
    pub(crate) fn kind_text(&self, kind: Name) -> Outcome<*const c_char> {
        if let Some(text) = self.known_kind_text(kind) {
            return Ok(text);
        }
        let text = self.read(|graph| graph.name(kind).map(Text::as_ptr).ok_or(Code::Unknown))?;
        if let Some(place) = self.names.kinds.get(kind.0 as usize % KINDS_KEPT) {
            place.set((kind, text));
        }
        Ok(text)
    }
}
