#!/usr/bin/env bash
# Builds the standard library for wasm32-unknown-unknown from its sources, for a compiler that comes
# without it; with rustup this is not needed (`rustup target add wasm32-unknown-unknown`). On Debian the
# compiler and the sources are `rustc-web` and `rust-web-src`. Takes half a minute, once per compiler:
#
#   RUSTC=/usr/bin/rustc WASM_LINKER=…/rust-lld ./std-sysroot.sh FOLDER
#   RUSTC=/usr/bin/rustc WASM_LINKER=…/rust-lld WASM_SYSROOT=FOLDER ./build.sh
set -euo pipefail
compiler="${RUSTC:-rustc}"
out="$1"
target=wasm32-unknown-unknown
made="$(mktemp -d)"
trap 'rm -rf "$made"' EXIT

mkdir -p "$made/empty/src"
touch "$made/empty/src/lib.rs"
# fat: keeps in the library what a guest with `lto` needs of it
cat > "$made/empty/Cargo.toml" <<'TOML'
[package]
name = "empty"
edition = "2021"
[profile.release]
panic = "abort"
lto = "fat"
[workspace]
TOML

# the library's panics name its sources: not by where they happen to be on this machine
sources="$("$compiler" --print sysroot)/lib/rustlib/src/rust"
registry="$(echo "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/)"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=$sources=/rustc --remap-path-prefix=${registry%/}=/rust/deps"
[ -z "${WASM_LINKER:-}" ] || export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$WASM_LINKER"
(cd "$made/empty" && RUSTC="$compiler" RUSTC_BOOTSTRAP=1 cargo build --quiet --release -Zbuild-std=std,panic_abort \
    -Zbuild-std-features= --target "$target" --target-dir "$made/target")

rm -rf "$out"
mkdir -p "$out/lib/rustlib/$target/lib"
cp "$made/target/$target/release/deps/"*.rlib "$out/lib/rustlib/$target/lib"
rm -f "$out/lib/rustlib/$target/lib/"libempty-*.rlib
