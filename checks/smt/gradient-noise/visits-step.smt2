; claim: gradient-noise
; obligation: visits-step
; In words: if v-1 is passed (W-1)/t times, then v is passed (W-1)/(t q) times
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const p Real)
(declare-const q Real)
(declare-const t Real)
(declare-const visits Real)
(assert (> W 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (> visits 0.0))
(assert (> W 1.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= (* t visits) (+ (- 1.0) W)))
(assert (not (= (* t visits) (+ (- 1.0) W))))
(check-sat)
