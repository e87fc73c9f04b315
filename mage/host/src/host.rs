//! The loaded modules, and calls to them.

use std::path::Path;

use crate::abi::module::Procedure;
use crate::call;
use crate::error::{CallError, LoadError, hint};
use crate::graph::Graph;
use crate::loader::Module;
use crate::options::Options;
use crate::rows::Rows;
use crate::transform::Message;
use crate::value::Value;

/// Loaded query modules.
#[derive(Default)]
pub struct Host {
    modules: Vec<Module>,
}

/// What a call gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    /// The names of the fields, as declared.
    pub fields: Vec<String>,
    /// The records; each has a value for every field.
    pub rows: Rows,
    /// How the call went.
    pub report: Report,
}

/// How a call went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The most bytes of objects and blocks at once.
    pub peak_bytes: usize,
    /// How often the module had something allocated.
    pub allocations: u64,
    /// Objects and blocks that the module did not destroy; the host did, when the call was over.
    pub leaked: usize,
    /// Wrong uses that have no error code, such as destroying twice: the function, and how often.
    pub misuses: Vec<(&'static str, u64)>,
}

/// What a module declares, for listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The name with its module.
    pub name: String,
    /// What it is: `read procedure`, `write procedure`, either with `batched` before, or `function`.
    pub kind: &'static str,
    /// Arguments and fields, such as `(limit = 20 :: INTEGER) :: (node :: NODE)`.
    pub signature: String,
}

impl Host {
    /// A host without modules.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads one module; the file's stem is its name.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn load(&mut self, path: &Path) -> Result<(), LoadError> {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let sayable = !name.is_empty() && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
        if !sayable || path.extension().is_none_or(|extension| extension != "so") {
            return Err(LoadError::Name { path: path.to_path_buf() });
        }
        if self.modules.iter().any(|module| module.name == name) {
            return Err(LoadError::Repeated { path: path.to_path_buf(), name: name.to_owned() });
        }
        self.modules.push(Module::load(path)?);
        Ok(())
    }

    /// Loads every `.so` of a folder, in the order of their names. A file that cannot be loaded does not hinder the
    /// others; its error is in the answer.
    ///
    /// # Errors
    /// [`LoadError::Io`] for the folder itself.
    pub fn load_folder(&mut self, folder: &Path) -> Result<Vec<LoadError>, LoadError> {
        let io = |source| LoadError::Io { path: folder.to_path_buf(), source };
        let mut paths = Vec::new();
        for entry in folder.read_dir().map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|extension| extension == "so") {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths.iter().filter_map(|path| self.load(path).err()).collect())
    }

    /// Everything the modules declare, sorted by name.
    #[must_use]
    pub fn declarations(&self) -> Vec<Declaration> {
        let mut all = Vec::new();
        for module in &self.modules {
            all.extend(module.procedures.iter().map(|procedure| call::declare_procedure(&module.name, procedure)));
            all.extend(module.functions.iter().map(|function| call::declare_function(&module.name, function)));
        }
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Calls a procedure, `module.procedure`. A write procedure that fails leaves the graph as it was.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn call(
        &self,
        graph: &mut dyn Graph,
        name: &str,
        arguments: &[Value],
        options: &Options,
    ) -> Result<Records, CallError> {
        let places: Vec<usize> = (0..self.procedure(name)?.1.fields.len()).collect();
        self.call_for(graph, name, arguments, &places, options)
    }

    /// As [`Host::call`], for some of the fields, by their places.
    pub(crate) fn call_for(
        &self,
        graph: &mut dyn Graph,
        name: &str,
        arguments: &[Value],
        places: &[usize],
        options: &Options,
    ) -> Result<Records, CallError> {
        call::procedure(name, self.procedure(name)?, graph, arguments, places, options)
    }

    /// The fields of a procedure, in their order.
    ///
    /// # Errors
    /// [`CallError::UnknownProcedure`].
    pub fn fields(&self, name: &str) -> Result<Vec<String>, CallError> {
        Ok(self.procedure(name)?.1.fields.iter().map(|field| field.name.to_string()).collect())
    }

    /// Calls a function, `module.function`. Functions see no graph of their own, but the nodes among their arguments.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn call_function(
        &self,
        graph: &mut dyn Graph,
        name: &str,
        arguments: &[Value],
        options: &Options,
    ) -> Result<Value, CallError> {
        let found = self.find(name, |module, own| module.functions.iter().find(|function| function.name == own));
        let function = found.ok_or_else(|| {
            let hint = self.hint(name, |kind| kind == "function");
            CallError::UnknownFunction { name: name.to_owned(), hint }
        })?;
        call::function(name, function, graph, arguments, options)
    }

    /// Runs a transformation, `module.transformation`, over messages of a stream: records of `query` and `parameters`.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn transform(
        &self,
        graph: &mut dyn Graph,
        name: &str,
        messages: &[Message],
        options: &Options,
    ) -> Result<Records, CallError> {
        let found = self.find(name, |module, own| module.transformations.iter().find(|(known, _)| known == own));
        let unknown = || CallError::UnknownProcedure { name: name.to_owned(), hint: String::new() };
        call::transformation(name, found.ok_or_else(unknown)?.1, graph, messages, options)
    }

    fn procedure(&self, name: &str) -> Result<(&Module, &Procedure), CallError> {
        let found = self.find(name, |module, own| {
            let procedure = module.procedures.iter().find(|procedure| procedure.name == own)?;
            Some((module, procedure))
        });
        found.ok_or_else(|| {
            let hint = self.hint(name, |kind| kind != "function");
            CallError::UnknownProcedure { name: name.to_owned(), hint }
        })
    }

    /// What `pick` finds under the name's second part in the module of its first.
    fn find<'a, T>(&'a self, name: &str, pick: impl Fn(&'a Module, &str) -> Option<T>) -> Option<T> {
        let (module, own) = name.split_once('.')?;
        pick(self.modules.iter().find(|known| known.name == module)?, own)
    }

    fn hint(&self, name: &str, wanted: impl Fn(&str) -> bool) -> String {
        let known = self.declarations();
        hint(name, known.iter().filter(|entry| wanted(entry.kind)).map(|entry| entry.name.as_str()))
    }
}
