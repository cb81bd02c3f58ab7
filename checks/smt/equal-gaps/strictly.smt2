; claim: equal-gaps
; obligation: strictly
; In words: success rises strictly with D at every budget
; Scope: all W, K, L, every two policies, each with one gap for all its rows, D and D' with D' >= D >=
; 0, every e^D = 1 + a and e^D' = 1 + a + b with a, b >= 0, every number of trips to a leaf g >= 0
; Where each is each, whole is whole after K - 1 steps of diamonds after the first: from each = first,
; whole = first to each = each_next, whole = whole_next, for any c1 >= 0, c2 >= 0, c3 >= 0, c4 >= 0,
; c5 >= 0, each_next, whole_next with (>= each_next (+ (* c1 fall) (* c2 rise) (* c3 each))) and (>=
; whole_next (+ (* c4 whole) (* c5 each_next)))
; Where later is later, left is left, gain is gain after g steps of trips to a leaf: from later =
; corridor, left = 1, gain = 0 to later = later_next, left = left*(1 - 1/W), gain = gain +
; gain_next*left/W, for any c1 >= 0, c2 >= 0, c3 >= 0, later_next, gain_next with (>= later_next (+ (*
; c1 later) (* c2 corridor))) and (>= gain_next (* c3 later))
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const a Real)
(declare-const at_entry Real)
(declare-const at_exit Real)
(declare-const b Real)
(declare-const corridor Real)
(declare-const d1 Real)
(declare-const d2 Real)
(declare-const d3 Real)
(declare-const d4 Real)
(declare-const d5 Real)
(declare-const each Real)
(declare-const fall Real)
(declare-const first Real)
(declare-const g Real)
(declare-const gain Real)
(declare-const later Real)
(declare-const q Real)
(declare-const q_more Real)
(declare-const rise Real)
(declare-const s Real)
(declare-const s_more Real)
(declare-const whole Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= a 0.0))
(assert (>= b 0.0))
(assert (>= g 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= (* (* L (* (+ 1.0 a) (+ 1.0 a))) (* (+ 1.0 (* L (+ 1.0 a b))) (+ 1.0 L a b))) (* (* L (* (+ 1.0 a b) (+ 1.0 a b))) (* (+ 1.0 (* L (+ 1.0 a))) (+ 1.0 L a)))))
(assert (<= (* (* L (* a a) (* (+ 2.0 a) (+ 2.0 a))) (* (* (+ 1.0 a b) (+ 1.0 a b)) (+ 1.0 L a b) (+ 1.0 L (* L a) (* L b)))) (* (* L (* (+ a b) (+ a b)) (* (+ 2.0 a b) (+ 2.0 a b))) (* (* (+ 1.0 a) (+ 1.0 a)) (+ 1.0 L a) (+ 1.0 L (* L a))))))
(assert (and (<= (* 1.0 (+ 1.0 (* L (+ 1.0 a)))) (* 1.0 (+ 1.0 (* L (+ 1.0 a b))))) (<= (* L (+ 1.0 L a)) (* L (+ 1.0 L a b)))))
(assert (=> (and (>= d1 0.0) (>= d2 0.0) (>= d3 0.0) (>= d4 0.0) (>= d5 0.0) (>= at_entry (* d1 (+ q (* (- 1.0) q_more)))) (>= at_exit (+ (* at_entry d3) (* d2 (+ s (* (- 1.0) s_more))))) (>= first (+ (* at_entry d4) (* at_exit d5))) (and (<= q_more q) (<= s_more s))) (>= first 0.0)))
(assert (=> (and (>= (+ (- 1.0) K) 0.0) (>= first 0.0) (>= fall 0.0) (>= rise 0.0)) (and (>= each 0.0) (>= whole 0.0))))
(assert (=> (and (>= g 0.0) (>= corridor 0.0) (>= W 1.0)) (and (>= later 0.0) (>= gain 0.0))))
(assert (not (=> (and (= (* q (+ 1.0 (* L (+ 1.0 a)))) 1.0) (= (* s (+ 1.0 L a)) L) (= (* q_more (+ 1.0 (* L (+ 1.0 a b)))) 1.0) (= (* s_more (+ 1.0 L a b)) L) (>= d1 0.0) (>= d2 0.0) (>= d3 0.0) (>= d4 0.0) (>= d5 0.0) (>= at_entry (* d1 (+ q (* (- 1.0) q_more)))) (>= at_exit (+ (* at_entry d3) (* d2 (+ s (* (- 1.0) s_more))))) (>= first (+ (* at_entry d4) (* at_exit d5))) (= corridor whole) (= (* fall (* L (* (+ 1.0 a) (+ 1.0 a)) (* (+ 1.0 a b) (+ 1.0 a b)))) (+ (* (- 1.0) (* (+ 1.0 a) (+ 1.0 a)) (+ 1.0 (* L (+ 1.0 a b))) (+ 1.0 L a b)) (* (+ 1.0 (* L (+ 1.0 a))) (+ 1.0 L a) (* (+ 1.0 a b) (+ 1.0 a b))))) (= (* rise (* (* (+ 1.0 a) (+ 1.0 a)) (+ 1.0 (* L (+ 1.0 a))) (+ 1.0 (* L (+ 1.0 a b))) (+ 1.0 L a) (* (+ 1.0 a b) (+ 1.0 a b)) (+ 1.0 L a b))) (* L (+ (* (* (+ 1.0 a) (+ 1.0 a)) (+ 1.0 (* L (+ 1.0 a))) (* (+ (- 1.0) (* (+ 1.0 a b) (+ 1.0 a b))) (+ (- 1.0) (* (+ 1.0 a b) (+ 1.0 a b)))) (+ 1.0 L a)) (* (- 1.0) (+ 1.0 (* L (+ 1.0 a b))) (* (+ (- 1.0) (* (+ 1.0 a) (+ 1.0 a))) (+ (- 1.0) (* (+ 1.0 a) (+ 1.0 a)))) (* (+ 1.0 a b) (+ 1.0 a b)) (+ 1.0 L a b)))))) (> gain 0.0))))
(check-sat)
