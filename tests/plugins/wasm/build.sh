#!/usr/bin/env bash
# Builds all committed WebAssembly anew: the guests of this folder and the plugins in
# examples/plugins, and the generated files that belong to the contract. Needed only after a change
# of one of them; the tests use what is committed.
#
# On a machine with rustup: `rustup target add wasm32-unknown-unknown`, then this script. For C also
# clang, wasm-ld and a wasi-libc. What differs elsewhere is said in the environment:
#
#   RUSTC         a compiler that can build for wasm32-unknown-unknown (rustc)
#   WASM_SYSROOT  where its standard library for that target is, if not in its own sysroot (std-sysroot.sh)
#   WASM_LINKER   the linker, if `rust-lld` is not found (a rust-lld or wasm-ld)
#   CLANG         a clang that can build for wasm32-wasi (clang); `none` leaves C out
#   WASI_SYSROOT  where wasi-libc is (/usr)
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
wit="$root/crates/wiredesk-plugin-wasm/wit/extractor.wit"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${TMPDIR:-/tmp}/wiredesk-guests}" CARGO_INCREMENTAL=0
compiler="${RUSTC:-rustc}"
target=wasm32-unknown-unknown
made="$CARGO_TARGET_DIR/made"
mkdir -p "$made"

# the tool itself is built by the usual compiler
env -u RUSTC cargo build --quiet --locked --manifest-path "$here/tool/Cargo.toml"
tool="$CARGO_TARGET_DIR/debug/guest-tool"
"$tool" contract "$wit" "$root/crates/wiredesk-guest/src/contract.rs"

# no path of this machine ends up in a file: it would differ on every other
flags=("--remap-path-prefix=$root=." "--remap-path-prefix=$("$compiler" --print sysroot)/lib/rustlib/src/rust=/rustc")
[ -z "${WASM_SYSROOT:-}" ] || flags+=(--sysroot "$WASM_SYSROOT")
[ -z "${WASM_LINKER:-}" ] || flags+=(-C "linker=$WASM_LINKER")

guest() { # NAME SOURCE FLAGS...: a guest of one file, without the standard library
    local name="$1" source="$2"
    shift 2
    (cd "$here" && "$compiler" "${flags[@]}" --edition 2024 --crate-type cdylib --crate-name "$name" --target "$target" \
        -C opt-level=z -C panic=abort -C lto=fat -C strip=symbols "$@" "$source" -o "$made/$name.core.wasm")
    "$tool" component "$made/$name.core.wasm" "$here/$name.wasm"
}

plugin() { # FOLDER: a plugin that is a crate
    local folder="$1" name
    name="$(basename "$folder")"
    (cd "$folder" && CARGO_ENCODED_RUSTFLAGS="$(IFS=$'\x1f' && echo "${flags[*]}")" RUSTC="$compiler" \
        cargo build --quiet --release --locked --target "$target")
    "$tool" component "$CARGO_TARGET_DIR/$target/release/$name.wasm" "$folder/$name.wasm"
}

c_plugin() { # FOLDER: a plugin in C
    local folder="$1" name
    name="$(basename "$folder")"
    "$tool" c "$wit" "$folder/bindings"
    (cd "$folder" && "${CLANG:-clang}" --target=wasm32-wasi --sysroot="${WASI_SYSROOT:-/usr}" -mexec-model=reactor -Wno-deprecated \
        -O2 -s -Wall -Wextra -Ibindings src/*.c bindings/extractor.c bindings/extractor_component_type.o \
        -o "$made/$name.core.wasm")
    "$tool" component "$made/$name.core.wasm" "$folder/$name.wasm"
}

guest hostile hostile.rs
guest tagger1 tagger.rs --check-cfg 'cfg(second)'
guest tagger2 tagger.rs --check-cfg 'cfg(second)' --cfg second
# a plugin whose author forgot to make a component of it
cp "$made/tagger1.core.wasm" "$here/core.wasm"
# one for a wiredesk of years to come
sed 's/@1\.0\.0/@2.0.0/' "$wit" > "$made/future.wit"
"$tool" dummy "$made/future.wit" "$here/future.wasm"

plugin "$root/examples/plugins/tickers_wasm"
[ "${CLANG:-clang}" = none ] || c_plugin "$root/examples/plugins/first_words_c"
