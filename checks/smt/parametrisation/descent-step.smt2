; claim: parametrisation
; obligation: descent-step
; In words: if the speed of H is not positive, and 0 only if no square is left, so with one row more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const factor Real)
(declare-const fall Real)
(declare-const p_r Real)
(declare-const slope Real)
(declare-const unsettled Real)
(declare-const velocity Real)
(assert (> factor 0.0))
(assert (> p_r 0.0))
(assert (<= p_r 1.0))
(assert (or (= velocity (* (- 1.0) factor slope)) (and (=> (> slope 0.0) (= velocity (- 1.0))) (=> (< slope 0.0) (= velocity 1.0)))))
(assert (=> (and (> p_r 0.0) (<= fall 0.0) (<= p_r 1.0) (or (= velocity (* (- 1.0) factor slope)) (and (=> (> slope 0.0) (= velocity (- 1.0))) (=> (< slope 0.0) (= velocity 1.0))))) (and (<= (+ fall (* p_r slope velocity (+ 1.0 (* (- 1.0) p_r)))) 0.0) (=> (= (+ fall (* p_r slope velocity (+ 1.0 (* (- 1.0) p_r)))) 0.0) (and (= fall 0.0) (or (= slope 0.0) (= p_r 1.0)))))))
(assert (and (<= fall 0.0) (>= unsettled 0.0) (=> (= fall 0.0) (= unsettled 0.0))))
(assert (not (and (<= (+ fall (* p_r slope velocity (+ 1.0 (* (- 1.0) p_r)))) 0.0) (>= (+ unsettled (* (* slope slope) (* (+ 1.0 (* (- 1.0) p_r)) (+ 1.0 (* (- 1.0) p_r))))) 0.0) (=> (= (+ fall (* p_r slope velocity (+ 1.0 (* (- 1.0) p_r)))) 0.0) (= (+ unsettled (* (* slope slope) (* (+ 1.0 (* (- 1.0) p_r)) (+ 1.0 (* (- 1.0) p_r))))) 0.0)))))
(check-sat)
