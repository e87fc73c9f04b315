//! `ludograph-bindgen IN.wasm FOLDER NAME`: the module without what was only for this step, its JavaScript as an ES module,
//! and the types of that, as `FOLDER/NAME_bg.wasm`, `NAME.js` and `NAME.d.ts`.

mod panics;

use anyhow::{Context as _, Result, bail, ensure};
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, folder, name] = &arguments[..] else { bail!("ludograph-bindgen IN.wasm FOLDER NAME") };
    let mut module = Module::from_file(input).with_context(|| format!("reading {input}"))?;
    ensure!(panics::silence(&mut module) > 0, "{input} has no names, or the standard library's panics have new ones");
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(true).remove_name_section(true).remove_producers_section(true);
    bindgen.omit_default_module_path(true).input_module(name, module).out_name(name);
    bindgen.generate(folder).with_context(|| format!("writing {folder}"))
}
