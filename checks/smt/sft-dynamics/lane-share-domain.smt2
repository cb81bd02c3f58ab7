; claim: sft-dynamics
; obligation: lane-share-domain
; In words: diamonds after that of a lane, each of which a golden path crosses by any of L lanes: what
; is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const before Real)
(declare-const paths Real)
(declare-const through Real)
(assert (> L 0.0))
(assert (> before 0.0))
(assert (> paths 0.0))
(assert (> through 0.0))
(assert (>= L 1.0))
(assert (not (and (> (* L before) 0.0) (> before 0.0) (> (* L paths) 0.0) (> (* L through) 0.0))))
(check-sat)
