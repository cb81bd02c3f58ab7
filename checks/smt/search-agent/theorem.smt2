; claim: search-agent
; obligation: theorem
; In words: an agent that never repeats a directed edge costs 1 + (W-1)/2 (4K+2 + K(L-1)) + 2K+1 with
; the rows of SFT's exact limit, and 1 + W(2K+1), the bound of all blind agents, with those of RLVR's;
; before the limit it gets stuck with a probability of at least the error of the first forward row
; Scope: all W, K, L
; Where leaving is leaving after L - 1 steps of unused lanes at a left vertex: from leaving = 1 to
; leaving = ((i + 1)*(leaving + 2) + 1)/(i + 2)
; Where V_sft is value after W - 1 steps of wrong corridors that are left at the fork: from value =
; 2*K + 1 to value = 2*K + (i + 1)*(K*(leaving + 1) + value + 1)/(i + 2) + 1
; Where V_rlvr is value after W - 1 steps of wrong corridors that are left at the fork: from value =
; 2*K + 1 to value = 2*K + (i + 1)*(2*K + value + 1)/(i + 2) + 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const V_rlvr Real)
(declare-const V_sft Real)
(declare-const W Real)
(declare-const e Real)
(declare-const leaving Real)
(declare-const stuck Real)
(declare-const visited Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (+ (- 1.0) L) 0.0) (= leaving L)))
(assert (=> (>= (+ (- 1.0) W) 0.0) (= (* 2.0 V_sft) (+ 2.0 (* 4.0 K) (* (+ (- 1.0) W) (+ 2.0 (* 2.0 K) (* K (+ 1.0 leaving))))))))
(assert (=> (>= (+ (- 1.0) W) 0.0) (= V_rlvr (+ 1.0 (* 2.0 K) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))))
(assert (not (and (= (* 2.0 (+ 1.0 V_sft)) (+ 4.0 (* 4.0 K) (* (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L)))))) (= (+ 1.0 V_rlvr) (+ 1.0 (* W (+ 1.0 (* 2.0 K))))) (=> (and (<= 0.0 visited) (<= visited 1.0) (<= 0.0 e) (<= e 1.0) (>= stuck (+ 1.0 (* (- 1.0) visited) (* e visited)))) (>= stuck e)))))
(check-sat)
