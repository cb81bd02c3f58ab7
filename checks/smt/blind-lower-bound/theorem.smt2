; claim: blind-lower-bound
; obligation: theorem
; In words: every target-blind agent needs at least 1 + W(2K+1) steps, and depth-first search needs no
; more; H* is at most (2W-1)/W < 2 times this bound
; Scope: all W, K, L, every agent with memory and randomness, every number of moves and of agents n, m
; >= 0
; Where x is x, side is side, visits is visits, last is last, times is times after n steps of moves of
; a walk, with the number of new leaves, the time of the last and the sum of their times: from x = 1,
; side = 1, visits = 0, last = -2*K, times = 0 to x = x_next, side = 2*new + side_next, visits = new +
; visits, last = last + new*(i - last + 1), times = new*(i + 1) + times, for any x_next >= 0,
; side_next, new with (or (= x_next (+ 1 x)) (= x_next (+ (- 1) x))) and (or (= side_next side) (= x
; 0) (= x_next 0)) and (= (* side_next side_next) 1) and (or (= new 0) (and (= new 1) (and (= x_next
; (+ 1 (* 2 K))) (= side_next (- 1)))))
; Where mass is mass, mixed is mixed after m steps of agents with their weights, each of which costs
; at least the bound: from mass = 0, mixed = 0 to mass = mass + weight, mixed = cost*weight + mixed,
; for any weight >= 0, cost with (>= cost (+ 1 (* W (+ 1 (* 2 K)))))
; Where T_next is T_next, T_sum is T_sum after W steps of leaves in the order of depth-first search:
; from T_next = 2*K + 2, T_sum = 0 to T_next = 4*K + T_next + 2, T_sum = T_next + T_sum
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const T_next Real)
(declare-const T_sum Real)
(declare-const W Real)
(declare-const last Real)
(declare-const m Real)
(declare-const mass Real)
(declare-const mixed Real)
(declare-const n Real)
(declare-const side Real)
(declare-const times Real)
(declare-const visits Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (>= n 0.0))
(assert (>= x 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= n 0.0) (and (= (* side side) 1.0) (>= visits 0.0) (>= n (+ 1.0 (* 2.0 K) last (* (- 1.0) side x))) (>= last (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 visits))))) (>= times (* visits (+ 1.0 (* visits (+ 1.0 (* 2.0 K)))))))))
(assert (=> (>= m 0.0) (>= mixed (* mass (+ 1.0 (* W (+ 1.0 (* 2.0 K))))))))
(assert (=> (>= W 0.0) (and (= T_next (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* 2.0 W))))) (= T_sum (* W (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))))
(assert (not (and (=> (= visits W) (>= times (* W (+ 1.0 (* W (+ 1.0 (* 2.0 K))))))) (=> (= mass 1.0) (>= mixed (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))) (= T_sum (* W (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))) (<= (* W (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (* (+ (- 1.0) (* 2.0 W)) (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))) (< (+ (- 1.0) (* 2.0 W)) (* 2.0 W)))))
(check-sat)
