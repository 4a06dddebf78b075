#!/bin/sh
# Compiles the core module; called by `wiredesk plugin build`, which makes a component of it.
#
# Takes a clang that knows wasm32, wasm-ld and wasi-libc: the WASI SDK has all of them, on Debian they are
# `clang lld wasi-libc libclang-rt-dev-wasm32`. What differs elsewhere is said in the environment:
#   CLANG         the compiler (clang)
#   WASI_SYSROOT  where wasi-libc is (/usr)
set -eu
mkdir -p target
"${CLANG:-clang}" --target=wasm32-wasi --sysroot="${WASI_SYSROOT:-/usr}" -mexec-model=reactor -O2 -s -Wall -Wextra \
    -Wno-deprecated -Ibindings src/*.c bindings/extractor.c bindings/extractor_component_type.o -o target/{{name}}.core.wasm
