;; Dot products of one int8 query with n int8 vectors that lie one after the other.
;; Memory is imported; `bytes` (the dimensions, padded with zeros) is a multiple of 16. Writes one i32 a vector to `out`.
(module
  (import "env" "memory" (memory 1 65536))
  (func (export "dots") (param $query i32) (param $vectors i32) (param $count i32) (param $bytes i32) (param $out i32)
    (local $end i32) (local $q i32) (local $stop i32) (local $sum v128) (local $a v128) (local $b v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $vector
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $sum (v128.const i32x4 0 0 0 0))
        (local.set $q (local.get $query))
        (local.set $stop (i32.add (local.get $query) (local.get $bytes)))
        (loop $step
          (local.set $a (v128.load (local.get $q)))
          (local.set $b (v128.load (local.get $vectors)))
          (local.set $sum (i32x4.add (local.get $sum)
            (i32x4.add
              (i32x4.extadd_pairwise_i16x8_s (i16x8.extmul_low_i8x16_s (local.get $a) (local.get $b)))
              (i32x4.extadd_pairwise_i16x8_s (i16x8.extmul_high_i8x16_s (local.get $a) (local.get $b))))))
          (local.set $q (i32.add (local.get $q) (i32.const 16)))
          (local.set $vectors (i32.add (local.get $vectors) (i32.const 16)))
          (br_if $step (i32.lt_u (local.get $q) (local.get $stop))))
        (i32.store (local.get $out)
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
            (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $vector)))))
