//! Opens a module as the server does, and asks it what it declares.

mod segments;

use std::ffi::{CStr, CString, c_int};
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::sync::Arc;

use crate::abi::arena::Arena;
use crate::abi::memory_and_module;
use crate::abi::module::{Function, Module as ModuleObject, Procedure, TransformationCallback};
use crate::abi::slot::Handle;
use crate::error::LoadError;
use crate::options::Limits;

type Init = extern "C" fn(Handle<ModuleObject>, Handle<crate::abi::Memory>) -> c_int;
type Shutdown = extern "C" fn() -> c_int;

/// A loaded module. Dropping it runs `mgp_shutdown_module` and closes the file.
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) procedures: Vec<Procedure>,
    pub(crate) functions: Vec<Function>,
    pub(crate) transformations: Vec<(String, TransformationCallback)>,
    /// Where its constants stand.
    pub(crate) constants: Arc<[Range<usize>]>,
    library: Library,
    /// Objects that the module may have kept from its initialisation.
    _arena: Box<Arena>,
}

// SAFETY: the arena is touched by nobody but its drop once the module is initialised, and the linker's handle may be used
// from any thread. That its callbacks may run on any thread, and on several at once, is what the interface asks of a
// module; each call has an arena of its own.
unsafe impl Send for Module {}
// SAFETY: as above.
unsafe impl Sync for Module {}

/// An open shared object.
struct Library {
    handle: NonNull<std::ffi::c_void>,
}

/// What the dynamic linker said last.
pub(crate) fn last_error() -> String {
    // SAFETY: `dlerror` gives null or a C string that lives until the thread's next call of the linker.
    let message = unsafe { libc::dlerror() };
    if message.is_null() {
        return "the dynamic linker gave no reason".to_owned();
    }
    // SAFETY: as above, and not null.
    unsafe { CStr::from_ptr(message) }.to_string_lossy().into_owned()
}

impl Library {
    fn open(path: &Path) -> Result<Self, String> {
        let text = CString::new(path.as_os_str().as_bytes()).map_err(|error| error.to_string())?;
        // SAFETY: the path is a C string. Opening runs the constructors of a file that the caller chose to trust.
        let handle = unsafe { libc::dlopen(text.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        NonNull::new(handle).map(|handle| Self { handle }).ok_or_else(last_error)
    }

    fn symbol(&self, name: &CStr) -> Option<NonNull<std::ffi::c_void>> {
        // SAFETY: the handle is open and the name is a C string.
        NonNull::new(unsafe { libc::dlsym(self.handle.as_ptr(), name.as_ptr()) })
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // SAFETY: opened by `open` and closed only here; what points into it is dropped with the module.
        unsafe { libc::dlclose(self.handle.as_ptr()) };
    }
}

impl Module {
    /// Opens the file and initialises the module; its name is the file's stem.
    pub(crate) fn load(path: &Path) -> Result<Self, LoadError> {
        let at = || path.to_path_buf();
        crate::symbols::publish().map_err(LoadError::Interface)?;
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let name = stem.ok_or_else(|| LoadError::Name { path: at() })?.to_owned();
        // A path with a slash: without one the linker would search its own folders.
        let full = path.canonicalize().map_err(|source| LoadError::Io { path: at(), source })?;
        let library = Library::open(&full).map_err(|reason| LoadError::Open { path: at(), reason })?;
        let init = library.symbol(c"mgp_init_module").ok_or_else(|| LoadError::NoInit { path: at() })?;
        let constants = segments::constants(init.as_ptr().addr()).into();
        // SAFETY: the interface fixes the type of the function with this name.
        let init: Init = unsafe { std::mem::transmute(init.as_ptr()) };

        let arena = Arena::new(Limits::default());
        let (memory, object) = memory_and_module(&arena).map_err(|_| LoadError::Declarations { path: at() })?;
        let code = arena.as_current(|| init(object, memory));
        if code != 0 {
            return Err(LoadError::Refused { path: at(), code });
        }
        let read = || {
            let object = object.get()?;
            let procedures =
                object.procedures.iter().map(|handle| Ok(handle.get()?.clone())).collect::<Result<_, _>>()?;
            let functions =
                object.functions.iter().map(|handle| Ok(handle.get()?.clone())).collect::<Result<_, _>>()?;
            Ok::<_, crate::abi::Code>((procedures, functions, object.transformations.clone()))
        };
        let (procedures, functions, transformations) = read().map_err(|_| LoadError::Declarations { path: at() })?;
        Ok(Self { name, path: full, procedures, functions, transformations, constants, library, _arena: arena })
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        if let Some(shutdown) = self.library.symbol(c"mgp_shutdown_module") {
            // SAFETY: the interface fixes the type of the function with this name.
            let shutdown: Shutdown = unsafe { std::mem::transmute(shutdown.as_ptr()) };
            let code = shutdown();
            if code != 0 {
                let message = format!("{}: mgp_shutdown_module returned {code}", self.path.display());
                crate::logging::log(crate::logging::Level::Warn, &message);
            }
        }
    }
}
