; claim: fork-majorisation
; obligation: answers-step
; In words: if the rise is at least pi times the gain, so with one corridor more, which is no likelier
; than the last
; expected answer: unsat
(set-logic QF_NRA)
(declare-const gain Real)
(declare-const gain_behind Real)
(declare-const pi Real)
(declare-const pi_before Real)
(declare-const rise Real)
(assert (>= gain_behind 0.0))
(assert (>= pi 0.0))
(assert (>= pi_before 0.0))
(assert (<= pi pi_before))
(assert (and (>= gain 0.0) (>= rise (* gain pi_before))))
(assert (not (and (>= gain_behind 0.0) (>= (+ rise (* pi (+ (* (- 1.0) gain) gain_behind))) (* gain_behind pi)))))
(check-sat)
