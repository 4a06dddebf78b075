;; A guest that does with each document what the first letter of its text says. Layer 0 of its
;; manifest is `acme/x`, layer 1 the built-in `times`. Memory is handed out upwards and taken back as a
;; whole after every call; what lies below 200704 and is not named here stays zero.
(module
  (import "wiredesk:extractor/log@1.0.0" "write" (func $log (param i32 i32 i32)))
  (memory (export "memory") 4)
  (table $table 1 funcref)
  (global $top (mut i32) (i32.const 200704))
  (global $calls (mut i32) (i32.const 0))
  (data (i32.const 16) "call 0")
  (data (i32.const 32) "old news")
  (data (i32.const 48) "too-old")
  (data (i32.const 64) "from before the war")
  (data (i32.const 96) "{\"n\":1}")
  (data (i32.const 112) "times")
  (data (i32.const 128) "quotes")
  (data (i32.const 144) "[{\"span\":[0,1],\"kind\":\"date\",\"value\":\"2024\"}]")
  (data (i32.const 208) "[{\"span\":[0,999],\"kind\":\"date\",\"value\":\"2024\"}]")
  (data (i32.const 272) "the list is empty")
  (data (i32.const 304) "NOT A CODE")

  (func $realloc (export "cabi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at
      (i32.and
        (i32.add (global.get $top) (i32.sub (local.get $align) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $align))))
    (global.set $top (i32.add (local.get $at) (local.get $size)))
    (block $fits
      (loop $more
        (br_if $fits (i32.le_u (global.get $top) (i32.mul (memory.size) (i32.const 65536))))
        (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
        (unreachable)))
    (local.get $at))

  (func $alloc (param $size i32) (result i32)
    (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (local.get $size)))

  (func $forever (loop $again (br $again)))
  (func $deeper (param i32) (result i32)
    (i32.add (call $deeper (i32.add (local.get 0) (i32.const 1))) (local.get 0)))
  (func $bomb
    (loop $more (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))))
  (func $table_bomb
    (loop $more
      (br_if $more (i32.ne (table.grow $table (ref.null func) (i32.const 100000)) (i32.const -1)))))
  (func $chatter (local $left i32)
    (local.set $left (i32.const 1000))
    (loop $more
      (call $log (i32.const 1) (i32.const 32) (i32.const 8))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $more (local.get $left))))

  ;; two numbers: a pointer and a length
  (func $pair (param $at i32) (param $pointer i32) (param $length i32)
    (i32.store (local.get $at) (local.get $pointer))
    (i32.store offset=4 (local.get $at) (local.get $length)))

  ;; `count` annotations alike
  (func $annotate (param $out i32) (param $count i32) (param $layer i32) (param $start i32) (param $end i32) (param $label i32) (param $length i32)
    (local $at i32)
    (local.set $at (call $alloc (i32.mul (local.get $count) (i32.const 32))))
    (call $pair (i32.add (local.get $out) (i32.const 4)) (local.get $at) (local.get $count))
    (loop $more
      (i32.store16 (local.get $at) (local.get $layer))
      (i32.store offset=4 (local.get $at) (local.get $start))
      (i32.store offset=8 (local.get $at) (local.get $end))
      (call $pair (i32.add (local.get $at) (i32.const 12)) (local.get $label) (local.get $length))
      (i32.store8 offset=20 (local.get $at) (i32.const 0))
      (local.set $at (i32.add (local.get $at) (i32.const 32)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $more (local.get $count))))

  ;; one layer as JSON
  (func $layer (param $out i32) (param $name i32) (param $name_length i32) (param $json i32) (param $json_length i32)
    (local $at i32)
    (local.set $at (call $alloc (i32.const 16)))
    (call $pair (i32.add (local.get $out) (i32.const 12)) (local.get $at) (i32.const 1))
    (call $pair (local.get $at) (local.get $name) (local.get $name_length))
    (call $pair (i32.add (local.get $at) (i32.const 8)) (local.get $json) (local.get $json_length)))

  ;; `failed` with a message
  (func $fail (param $out i32) (param $message i32) (param $length i32)
    (i32.store8 (local.get $out) (i32.const 2))
    (call $pair (i32.add (local.get $out) (i32.const 4)) (i32.const 48) (i32.const 7))
    (call $pair (i32.add (local.get $out) (i32.const 12)) (local.get $message) (local.get $length)))

  (func $value (param $out i32) (param $length i32) (local $at i32)
    (call $annotate (local.get $out) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 6))
    (local.set $at (i32.load offset=4 (local.get $out)))
    (i32.store8 offset=20 (local.get $at) (i32.const 1))
    (call $pair (i32.add (local.get $at) (i32.const 24)) (i32.const 96) (local.get $length)))

  (func $one (param $document i32) (param $out i32)
    (local $text i32) (local $letter i32) (local $at i32)
    (local.set $text (i32.load offset=84 (local.get $document)))
    (local.set $letter (i32.load8_u (local.get $text)))

    (if (i32.eq (local.get $letter) (i32.const 0x6c (; l ;))) (then (call $forever)))
    (if (i32.eq (local.get $letter) (i32.const 0x74 (; t ;))) (then (unreachable)))
    (if (i32.eq (local.get $letter) (i32.const 0x73 (; s ;))) (then (drop (call $deeper (i32.const 0)))))
    (if (i32.eq (local.get $letter) (i32.const 0x6d (; m ;))) (then (call $bomb) (unreachable)))
    (if (i32.eq (local.get $letter) (i32.const 0x54 (; T ;))) (then (call $table_bomb) (unreachable)))
    (if (i32.eq (local.get $letter) (i32.const 0x71 (; q ;))) (then (call $bomb)))
    (if (i32.eq (local.get $letter) (i32.const 0x6e (; n ;))) (then (call $chatter)))

    ;; span reversed, beyond the end, inside a character
    (if (i32.eq (local.get $letter) (i32.const 0x72 (; r ;))) (then
      (return (call $annotate (local.get $out) (i32.const 1) (i32.const 0) (i32.const 3) (i32.const 1) (i32.const 16) (i32.const 6)))))
    (if (i32.eq (local.get $letter) (i32.const 0x62 (; b ;))) (then
      (return (call $annotate (local.get $out) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 1000000) (i32.const 16) (i32.const 6)))))
    (if (i32.eq (local.get $letter) (i32.const 0x63 (; c ;))) (then
      (return (call $annotate (local.get $out) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 16) (i32.const 6)))))
    ;; unknown layer, built-in layer
    (if (i32.eq (local.get $letter) (i32.const 0x75 (; u ;))) (then
      (return (call $annotate (local.get $out) (i32.const 1) (i32.const 7) (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 6)))))
    (if (i32.eq (local.get $letter) (i32.const 0x42 (; B ;))) (then
      (return (call $annotate (local.get $out) (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 6)))))
    ;; ten, far too many, a gigabyte
    (if (i32.eq (local.get $letter) (i32.const 0x65 (; e ;))) (then
      (return (call $annotate (local.get $out) (i32.const 10) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 6)))))
    (if (i32.eq (local.get $letter) (i32.const 0x61 (; a ;))) (then
      (return (call $annotate (local.get $out) (i32.const 10001) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 6)))))
    (if (i32.eq (local.get $letter) (i32.const 0x66 (; f ;))) (then
      (return (call $annotate (local.get $out) (i32.const 8192) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4096) (i32.const 131072)))))
    ;; half a megabyte, which is fine alone and too much in a batch
    (if (i32.eq (local.get $letter) (i32.const 0x68 (; h ;))) (then
      (return (call $annotate (local.get $out) (i32.const 64) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4096) (i32.const 8192)))))
    ;; a list outside of memory
    (if (i32.eq (local.get $letter) (i32.const 0x7a (; z ;))) (then
      (return (call $pair (i32.add (local.get $out) (i32.const 4)) (i32.const 0x7fff0000) (i32.const 100)))))
    ;; values: no JSON, JSON
    (if (i32.eq (local.get $letter) (i32.const 0x76 (; v ;))) (then (return (call $value (local.get $out) (i32.const 3)))))
    (if (i32.eq (local.get $letter) (i32.const 0x56 (; V ;))) (then (return (call $value (local.get $out) (i32.const 7)))))
    ;; layers as JSON: right, a wrong span, no JSON, not provided
    (if (i32.eq (local.get $letter) (i32.const 0x6a (; j ;))) (then
      (return (call $layer (local.get $out) (i32.const 112) (i32.const 5) (i32.const 144) (i32.const 45)))))
    (if (i32.eq (local.get $letter) (i32.const 0x4a (; J ;))) (then
      (return (call $layer (local.get $out) (i32.const 112) (i32.const 5) (i32.const 208) (i32.const 47)))))
    (if (i32.eq (local.get $letter) (i32.const 0x6f (; o ;))) (then
      (return (call $layer (local.get $out) (i32.const 112) (i32.const 5) (i32.const 144) (i32.const 5)))))
    (if (i32.eq (local.get $letter) (i32.const 0x6b (; k ;))) (then
      (return (call $layer (local.get $out) (i32.const 128) (i32.const 6) (i32.const 144) (i32.const 45)))))
    ;; a problem
    (if (i32.eq (local.get $letter) (i32.const 0x70 (; p ;))) (then
      (local.set $at (call $alloc (i32.const 16)))
      (call $pair (i32.add (local.get $out) (i32.const 20)) (local.get $at) (i32.const 1))
      (call $pair (local.get $at) (i32.const 304) (i32.const 10))
      (call $pair (i32.add (local.get $at) (i32.const 8)) (i32.const 64) (i32.const 19))
      (return)))
    ;; drop
    (if (i32.eq (local.get $letter) (i32.const 0x64 (; d ;))) (then
      (i32.store8 (local.get $out) (i32.const 1))
      (return (call $pair (i32.add (local.get $out) (i32.const 4)) (i32.const 32) (i32.const 8)))))
    ;; failed
    (if (i32.eq (local.get $letter) (i32.const 0x78 (; x ;))) (then
      (return (call $fail (local.get $out) (i32.const 64) (i32.const 19)))))
    ;; ?k fails with the string, !k with the list of u32 that stands in word k of the document
    (local.set $at (i32.add (local.get $document)
      (i32.mul (i32.const 4) (i32.sub (i32.load8_u offset=1 (local.get $text)) (i32.const 0x30)))))
    (if (i32.eq (local.get $letter) (i32.const 0x3f (; ? ;))) (then
      (return (call $fail (local.get $out) (i32.load (local.get $at)) (i32.load offset=4 (local.get $at))))))
    (if (i32.eq (local.get $letter) (i32.const 0x21 (; ! ;))) (then
      (return (call $fail (local.get $out) (i32.load (local.get $at)) (i32.mul (i32.const 4) (i32.load offset=4 (local.get $at)))))))
    ;; #kj with the string in word j of the list in word k
    (if (i32.eq (local.get $letter) (i32.const 0x23 (; # ;))) (then
      (local.set $at (i32.add (i32.load (local.get $at))
        (i32.mul (i32.const 4) (i32.sub (i32.load8_u offset=2 (local.get $text)) (i32.const 0x30)))))
      (return (call $fail (local.get $out) (i32.load (local.get $at)) (i32.load offset=4 (local.get $at))))))

    (call $annotate (local.get $out) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16) (i32.const 6)))

  (func (export "wiredesk:extractor/guest@1.0.0#init") (param $options i32) (param $length i32) (result i32)
    (local $letter i32)
    (if (i32.gt_u (local.get $length) (i32.const 2)) (then
      (local.set $letter (i32.load8_u offset=2 (local.get $options)))
      (if (i32.eq (local.get $letter) (i32.const 0x6c (; l ;))) (then (call $forever)))
      (if (i32.eq (local.get $letter) (i32.const 0x74 (; t ;))) (then (unreachable)))
      (if (i32.eq (local.get $letter) (i32.const 0x65 (; e ;))) (then
        (i32.store8 (i32.const 1024) (i32.const 1))
        (call $pair (i32.const 1028) (i32.const 272) (i32.const 17))))))
    (i32.const 1024))

  (func (export "wiredesk:extractor/guest@1.0.0#extract") (param $batch i32) (param $count i32) (result i32)
    (local $out i32) (local $index i32) (local $document i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.store8 (i32.const 21) (i32.add (i32.const 0x30) (i32.rem_u (global.get $calls) (i32.const 10))))
    (local.set $out (call $alloc (i32.mul (local.get $count) (i32.const 28))))
    (memory.fill (local.get $out) (i32.const 0) (i32.mul (local.get $count) (i32.const 28)))
    (call $pair (i32.const 1024) (local.get $out) (local.get $count))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $index) (local.get $count)))
        (local.set $document (i32.add (local.get $batch) (i32.mul (local.get $index) (i32.const 168))))
        ;; w: one outcome too few
        (if (i32.eq (i32.load8_u (i32.load offset=84 (local.get $document))) (i32.const 0x77 (; w ;))) (then
          (i32.store (i32.const 1028) (i32.sub (local.get $count) (i32.const 1)))))
        (call $one (local.get $document) (i32.add (local.get $out) (i32.mul (local.get $index) (i32.const 28))))
        (local.set $index (i32.add (local.get $index) (i32.const 1)))
        (br $next)))
    (i32.const 1024))

  (func (export "cabi_post_wiredesk:extractor/guest@1.0.0#extract") (param i32)
    (global.set $top (i32.const 200704)))
)
