; claim: untied-optimal
; obligation: fork
; In words: with the wrong corridors' R adding up to `others`, the target is (E + others) u steps from
; the fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const V Real)
(declare-const W Real)
(declare-const others Real)
(declare-const u_t Real)
(assert (>= E 0.0))
(assert (>= V 0.0))
(assert (> W 0.0))
(assert (>= others 0.0))
(assert (> u_t 0.0))
(assert (<= 1.0 W))
(assert (<= 1.0 u_t))
(assert (= (* u_t (* V W)) (+ (* E u_t) (* V (+ (- 1.0) u_t)) (* others u_t) (* V u_t (+ (- 1.0) W)))))
(assert (not (= V (* u_t (+ E others)))))
(check-sat)
