//! The contract that a guest carries in its module is the one that the host serves.

use std::{fs, path::Path};

use wiredesk_guest::contract;

#[test]
fn the_guest_s_contract_is_the_host_s() {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wiredesk-plugin-wasm/wit/extractor.wit");
    let hash = fs::read(wit)
        .unwrap()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let hint = "extractor.wit was changed: check abi.rs against it, then run tests/plugins/wasm/build.sh";
    assert_eq!(hash, contract::WIT_HASH, "{hint}");
}
