;; What a scan of vectors counts, over vectors that lie one after the other in an imported memory. `bytes` is a multiple of 16.
(module
  (import "env" "memory" (memory 1 65536))

  ;; The dot product of a query (int16, 2 * bytes long) with one int8 vector.
  (func $dot (param $query i32) (param $vector i32) (param $bytes i32) (result i32)
    (local $stop i32) (local $sum v128)
    (local.set $stop (i32.add (local.get $vector) (local.get $bytes)))
    (loop $step
      (local.set $sum (i32x4.add (local.get $sum)
        (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $vector)) (v128.load (local.get $query)))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $vector)) (v128.load offset=16 (local.get $query))))))
      (local.set $query (i32.add (local.get $query) (i32.const 32)))
      (local.set $vector (i32.add (local.get $vector) (i32.const 16)))
      (br_if $step (i32.lt_u (local.get $vector) (local.get $stop))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
      (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))

  ;; Dot products of the query with `count` vectors: one i32 each at `out`.
  (func (export "dots") (param $query i32) (param $vectors i32) (param $count i32) (param $bytes i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $vector
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (i32.store (local.get $out) (call $dot (local.get $query) (local.get $vectors) (local.get $bytes)))
        (local.set $vectors (i32.add (local.get $vectors) (local.get $bytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $vector))))

  ;; Reads a byte of every 64 (a line of the cache) of the vectors whose numbers (i32) lie from `at` to `end`: the processor waits for many lines at
  ;; once, where the products would wait for one vector after the other. What is returned says nothing.
  (func $touch (param $at i32) (param $end i32) (param $vectors i32) (param $bytes i32) (result i32)
    (local $line i32) (local $stop i32) (local $sum i32)
    (loop $vector
      (local.set $line (i32.add (local.get $vectors) (i32.mul (i32.load (local.get $at)) (local.get $bytes))))
      (local.set $stop (i32.add (local.get $line) (local.get $bytes)))
      (loop $step
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $line))))
        (local.set $line (i32.add (local.get $line) (i32.const 64)))
        (br_if $step (i32.lt_u (local.get $line) (local.get $stop))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $vector (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $sum))

  ;; As dots, of the vectors whose numbers (i32) lie at `out`: each number is replaced by its product. Sixteen at a time.
  (func (export "dotsOf") (param $query i32) (param $vectors i32) (param $count i32) (param $bytes i32) (param $out i32)
    (local $end i32) (local $stop i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $some
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $stop (i32.add (local.get $out) (i32.const 64)))
        (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
        (drop (call $touch (local.get $out) (local.get $stop) (local.get $vectors) (local.get $bytes)))
        (loop $vector
          (i32.store (local.get $out)
            (call $dot (local.get $query)
              (i32.add (local.get $vectors) (i32.mul (i32.load (local.get $out)) (local.get $bytes)))
              (local.get $bytes)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (br_if $vector (i32.lt_u (local.get $out) (local.get $stop))))
        (br $some))))

  ;; In how many bits `count` rows of `bytes` bytes differ from the query's: one i32 each at `out`. Eight bytes at a time: processors count the
  ;; bits of a word in one step, but not those of each byte of a vector.
  (func (export "distances") (param $query i32) (param $rows i32) (param $count i32) (param $bytes i32) (param $out i32)
    (local $end i32) (local $q i32) (local $stop i32) (local $sum i64)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $stop (i32.add (local.get $query) (local.get $bytes)))
    (block $done
      (loop $row
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $sum (i64.const 0))
        (local.set $q (local.get $query))
        (loop $step
          (local.set $sum (i64.add (local.get $sum)
            (i64.add
              (i64.popcnt (i64.xor (i64.load (local.get $q)) (i64.load (local.get $rows))))
              (i64.popcnt (i64.xor (i64.load offset=8 (local.get $q)) (i64.load offset=8 (local.get $rows)))))))
          (local.set $q (i32.add (local.get $q) (i32.const 16)))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (br_if $step (i32.lt_u (local.get $q) (local.get $stop))))
        (i32.store (local.get $out) (i32.wrap_i64 (local.get $sum)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $row))))

  ;; How often each number of `count` i32 stands there: added to the i32 at `tally` + 4 * number.
  (func (export "tally") (param $numbers i32) (param $count i32) (param $tally i32)
    (local $end i32) (local $at i32)
    (local.set $end (i32.add (local.get $numbers) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $numbers) (local.get $end)))
        (local.set $at (i32.add (local.get $tally) (i32.shl (i32.load (local.get $numbers)) (i32.const 2))))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
        (local.set $numbers (i32.add (local.get $numbers) (i32.const 4)))
        (br $next))))

  ;; The indexes of those of `count` i32 that are at most `most`, written over them from the first on; how many there are.
  (func (export "atMost") (param $numbers i32) (param $count i32) (param $most i32) (result i32)
    (local $index i32) (local $found i32) (local $small i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $index) (local.get $count)))
        (local.set $small (i32.le_s (i32.load (i32.add (local.get $numbers) (i32.shl (local.get $index) (i32.const 2)))) (local.get $most)))
        (i32.store (i32.add (local.get $numbers) (i32.shl (local.get $found) (i32.const 2))) (local.get $index))
        (local.set $found (i32.add (local.get $found) (local.get $small)))
        (local.set $index (i32.add (local.get $index) (i32.const 1)))
        (br $next)))
    (local.get $found))

  ;; One bit each of `lanes` times 16 int8 at `codes`: whether it is above that at `centre`. Written at `out`.
  (func (export "above") (param $codes i32) (param $centre i32) (param $lanes i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $lanes) (i32.const 1))))
    (block $done
      (loop $lane
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (i32.store16 (local.get $out)
          (i8x16.bitmask (i8x16.gt_s (v128.load (local.get $codes)) (v128.load (local.get $centre)))))
        (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
        (local.set $centre (i32.add (local.get $centre) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 2)))
        (br $lane))))

  ;; int8 of `fours` times four f32 at `floats`, each times `scale`, rounded (a half upwards) within -127 and 127. Written at `out`.
  (func (export "quantize") (param $floats i32) (param $fours i32) (param $scale f32) (param $out i32)
    (local $end i32) (local $four v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $fours) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $four
          (i32x4.trunc_sat_f32x4_s
            (f32x4.pmax (f32x4.splat (f32.const -127))
              (f32x4.pmin (f32x4.splat (f32.const 127))
                (f32x4.floor (f32x4.add (f32x4.splat (f32.const 0.5))
                  (f32x4.mul (v128.load align=4 (local.get $floats)) (f32x4.splat (local.get $scale)))))))))
        (local.set $four (i16x8.narrow_i32x4_s (local.get $four) (local.get $four)))
        (v128.store32_lane align=1 0 (local.get $out) (i8x16.narrow_i16x8_s (local.get $four) (local.get $four)))
        (local.set $floats (i32.add (local.get $floats) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $next)))))
