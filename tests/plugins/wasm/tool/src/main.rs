//! Makes what is committed in generated form: components from core modules, the description of the
//! contract that `wiredesk-guest` carries, and the bindings for C. Called by `../build.sh`.
//!
//! ```text
//! guest-tool component CORE.wasm OUT.wasm    a component from a core module
//! guest-tool dummy WIT OUT.wasm              a component that has the contract's functions, and traps in them
//! guest-tool contract WIT OUT.rs             `contract.rs` of `wiredesk-guest`
//! guest-tool c WIT FOLDER                    bindings for C
//! ```

use std::{error::Error, fs, path::Path};

use wit_component::{ComponentEncoder, StringEncoding, metadata};
use wit_parser::{ManglingAndAbi, Resolve, WorldId};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["component", core, out] => component(&fs::read(core)?, out),
        ["dummy", wit, out] => {
            let (resolve, world) = world(wit)?;
            let mut module = wit_component::dummy_module(&resolve, world, ManglingAndAbi::Standard32);
            wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
            component(&module, out)
        }
        ["contract", wit, out] => contract(wit, out),
        ["c", wit, folder] => c_bindings(wit, folder),
        _ => Err("see the first lines of main.rs".into()),
    }
}

fn world(wit: &str) -> Result<(Resolve, WorldId)> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(wit)?;
    let world = resolve.select_world(&[package], None)?;
    Ok((resolve, world))
}

fn component(core: &[u8], out: &str) -> Result<()> {
    let component = ComponentEncoder::default().validate(true).module(core)?.encode()?;
    fs::write(out, &component)?;
    println!("{out}: {} bytes", component.len());
    Ok(())
}

fn contract(wit: &str, out: &str) -> Result<()> {
    let (resolve, world) = world(wit)?;
    let types = metadata::encode(&resolve, world, StringEncoding::UTF8, None)?;
    let hash = fs::read(wit)?
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let mut lines = String::new();
    for chunk in types.chunks(40) {
        let escaped: String = chunk.iter().flat_map(|byte| std::ascii::escape_default(*byte)).map(char::from).collect();
        lines += &format!("    {escaped}\\\n");
    }
    // a line must not begin with a space that counts: the continuation would swallow it
    let lines = lines.replace("\n     ", "\n    \\x20");
    let code = format!(
        "//! The contract in the component model's own binary form, for `wit-component` to find in the module.\n\
         //! Generated from `extractor.wit` by `tests/plugins/wasm/build.sh` of the wiredesk repository.\n\n\
         /// FNV-1a of the `extractor.wit` this was generated from.\n\
         pub const WIT_HASH: u64 = {hash:#018x};\n\n\
         /// The types of the world `extractor`.\n\
         #[rustfmt::skip]\n\
         pub const TYPES: &[u8; {}] = b\"\\\n{lines}\";\n",
        types.len()
    );
    fs::write(out, code)?;
    Ok(())
}

fn c_bindings(wit: &str, folder: &str) -> Result<()> {
    use wit_bindgen_core::{Files, wit_parser::Resolve};
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(wit)?;
    let world = resolve.select_world(&[package], None)?;
    let mut files = Files::default();
    wit_bindgen_c::Opts::default().build().generate(&mut resolve, world, &mut files)?;
    for (name, bytes) in files.iter() {
        fs::write(Path::new(folder).join(name), bytes)?;
    }
    Ok(())
}
