; claim: fork-square-root
; obligation: single-step
; In words: if sum pi f <= max pi (sum f), it is so with one corridor more; equal only if it was
; before, and the corridor is unused or of largest pi
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const M Real)
(declare-const chosen Real)
(declare-const prior Real)
(declare-const success Real)
(assert (>= F 0.0))
(assert (>= M 0.0))
(assert (>= chosen 0.0))
(assert (>= prior 0.0))
(assert (>= success 0.0))
(assert (<= success (* F M)))
(assert (<= prior M))
(assert (not (and (<= (+ success (* chosen prior)) (* M (+ F chosen))) (=> (= (+ success (* chosen prior)) (* M (+ F chosen))) (and (= success (* F M)) (or (= chosen 0.0) (= prior M)))))))
(check-sat)
