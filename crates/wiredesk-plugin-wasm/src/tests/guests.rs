//! Guests for tests and benchmarks: modules written by hand, wrapped as components the way a
//! plugin's build does it.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The contract.
pub(crate) const WIT: &str = include_str!("../../wit/extractor.wit");
/// Does what the first letter of a text says.
pub(crate) const MOODY: &str = include_str!("moody.wat");

/// A component of the world `extractor` of `wit` from a module in text form.
pub(crate) fn component(wat: &str, wit: &str) -> Vec<u8> {
    let mut module = wat::parse_str(wat).expect("the module is well-formed");
    let mut resolve = Resolve::default();
    let package = resolve.push_str("extractor.wit", wit).expect("the contract is well-formed");
    let world = resolve.select_world(&[package], Some("extractor")).expect("the contract has the world");
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("the world can be encoded");
    let encoder = ComponentEncoder::default().module(&module).expect("the module fits the world");
    encoder.validate(true).encode().expect("the module can be wrapped")
}

/// The guest that does what the first letter of a text says.
pub(crate) fn moody() -> Vec<u8> {
    component(MOODY, WIT)
}
