; claim: rlvr-optimal
; obligation: whole-depth-1
; In words: K = 1, every W >= 2: the solution of the chain's first-step equations has H >= H*, equal
; only at all ones
; expected answer: unsat
(set-logic QF_NRA)
(declare-const u1 Real)
(declare-const u2 Real)
(declare-const u3 Real)
(declare-const u4 Real)
(declare-const w Real)
(assert (>= u1 0.0))
(assert (>= u2 0.0))
(assert (>= u3 0.0))
(assert (>= u4 0.0))
(assert (>= w 0.0))
(assert (not (and (>= (+ (* 4.0 u1) (* 8.0 u2) (* 8.0 (* u2 u2)) (* 4.0 u3) (* 4.0 (* u3 u3)) (* 2.0 u4) (* 8.0 u1 u2) (* 4.0 u1 (* u2 u2)) (* 4.0 u1 u3) (* 2.0 u1 w) (* 6.0 u2 u3) (* 2.0 u2 (* u3 u3)) (* 2.0 u2 u4) (* 4.0 u2 w) (* 4.0 (* u2 u2) u3) (* 4.0 (* u2 u2) w) (* 4.0 u3 u4) (* 4.0 u3 w) (* 2.0 (* u3 u3) u4) (* 4.0 (* u3 u3) w) (* 2.0 u4 w) (* 4.0 u1 u2 u3) (* 4.0 u1 u2 w) (* 2.0 u1 (* u2 u2) w) (* 2.0 u1 u3 w) (* 2.0 u2 u3 u4) (* 4.0 u2 u3 w) (* 2.0 u2 (* u3 u3) w) (* 2.0 u2 u4 w) (* 2.0 (* u2 u2) u3 w) (* 4.0 u3 u4 w) (* 2.0 (* u3 u3) u4 w) (* 2.0 u1 u2 u3 w) (* 2.0 u2 u3 u4 w)) (* 0.0 (+ 1.0 u2 u3 (* u2 u3)))) (=> (= (+ (* 4.0 u1) (* 8.0 u2) (* 8.0 (* u2 u2)) (* 4.0 u3) (* 4.0 (* u3 u3)) (* 2.0 u4) (* 8.0 u1 u2) (* 4.0 u1 (* u2 u2)) (* 4.0 u1 u3) (* 2.0 u1 w) (* 6.0 u2 u3) (* 2.0 u2 (* u3 u3)) (* 2.0 u2 u4) (* 4.0 u2 w) (* 4.0 (* u2 u2) u3) (* 4.0 (* u2 u2) w) (* 4.0 u3 u4) (* 4.0 u3 w) (* 2.0 (* u3 u3) u4) (* 4.0 (* u3 u3) w) (* 2.0 u4 w) (* 4.0 u1 u2 u3) (* 4.0 u1 u2 w) (* 2.0 u1 (* u2 u2) w) (* 2.0 u1 u3 w) (* 2.0 u2 u3 u4) (* 4.0 u2 u3 w) (* 2.0 u2 (* u3 u3) w) (* 2.0 u2 u4 w) (* 2.0 (* u2 u2) u3 w) (* 4.0 u3 u4 w) (* 2.0 (* u3 u3) u4 w) (* 2.0 u1 u2 u3 w) (* 2.0 u2 u3 u4 w)) (* 0.0 (+ 1.0 u2 u3 (* u2 u3)))) (and (= u1 0.0) (= u2 0.0) (= u3 0.0) (= u4 0.0))))))
(check-sat)
