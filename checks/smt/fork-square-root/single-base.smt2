; claim: fork-square-root
; obligation: single-base
; In words: over no corridors, sum pi f is max pi (sum f)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const M Real)
(declare-const success Real)
(assert (>= F 0.0))
(assert (>= M 0.0))
(assert (>= success 0.0))
(assert (= success 0.0))
(assert (= F 0.0))
(assert (not (and (<= success (* F M)) (= success (* F M)))))
(check-sat)
