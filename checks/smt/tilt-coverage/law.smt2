; claim: tilt-coverage
; obligation: law
; In words: correct completions weigh u each and the others 1; the correct ones get the share u q/(1 +
; (u-1) q)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const r Real)
(declare-const right Real)
(declare-const u Real)
(declare-const wrong Real)
(assert (>= right 0.0))
(assert (> u 0.0))
(assert (>= wrong 0.0))
(assert (= (+ right wrong) 1.0))
(assert (= (* r (+ wrong (* right u))) (* right u)))
(assert (not (= (* r (+ 1.0 (* right (+ (- 1.0) u)))) (* right u))))
(check-sat)
