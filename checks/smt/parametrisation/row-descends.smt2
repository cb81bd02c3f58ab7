; claim: parametrisation
; obligation: row-descends
; In words: if the rows so far let H fall or stay, so does one more, whose gap moves at a positive
; factor times -slope or by minus the slope's sign; H stays only if it did so before and this row has
; slope 0 or p = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const factor Real)
(declare-const fall Real)
(declare-const p Real)
(declare-const slope Real)
(declare-const velocity Real)
(assert (> factor 0.0))
(assert (> p 0.0))
(assert (<= fall 0.0))
(assert (<= p 1.0))
(assert (or (= velocity (* (- 1.0) factor slope)) (and (=> (> slope 0.0) (= velocity (- 1.0))) (=> (< slope 0.0) (= velocity 1.0)))))
(assert (not (and (<= (+ fall (* p slope velocity (+ 1.0 (* (- 1.0) p)))) 0.0) (=> (= (+ fall (* p slope velocity (+ 1.0 (* (- 1.0) p)))) 0.0) (and (= fall 0.0) (or (= slope 0.0) (= p 1.0)))))))
(check-sat)
