; claim: search-agent
; obligation: lanes-cost-nothing
; In words: with the rows of the SFT limit it costs 1 + W(2K+1) as well, as if lanes made no
; difference
; Scope: all W, K, L
; Where leaving is leaving after L - 1 steps of unused lanes at a left vertex: from leaving = 1 to
; leaving = ((i + 1)*(leaving + 2) + 1)/(i + 2)
; Where V_sft is value after W - 1 steps of wrong corridors that are left at the fork: from value =
; 2*K + 1 to value = 2*K + (i + 1)*(K*(leaving + 1) + value + 1)/(i + 2) + 1
; Where V_rlvr is value after W - 1 steps of wrong corridors that are left at the fork: from value =
; 2*K + 1 to value = 2*K + (i + 1)*(2*K + value + 1)/(i + 2) + 1
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const V_rlvr Real)
(declare-const V_sft Real)
(declare-const W Real)
(declare-const leaving Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (+ (- 1.0) L) 0.0) (= leaving L)))
(assert (=> (>= (+ (- 1.0) W) 0.0) (= (* 2.0 V_sft) (+ 2.0 (* 4.0 K) (* (+ (- 1.0) W) (+ 2.0 (* 2.0 K) (* K (+ 1.0 leaving))))))))
(assert (=> (>= (+ (- 1.0) W) 0.0) (= V_rlvr (+ 1.0 (* 2.0 K) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))))
(assert (not (= (+ 1.0 V_sft) (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))
(check-sat)
