; claim: fork-square-root
; obligation: any-of-the-likeliest
; In words: if sum pi f is max pi (sum f), it is so with one corridor more that is unused or of
; largest pi
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
(assert (= success (* F M)))
(assert (or (= chosen 0.0) (= prior M)))
(assert (not (= (+ success (* chosen prior)) (* M (+ F chosen)))))
(check-sat)
