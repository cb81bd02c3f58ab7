; claim: golden-words
; obligation: theorem
; In words: with the least budget that reaches a leaf M samples find N (1 - (1 - 1/(W N))^M) distinct
; correct words on average after SFT and after RLVR, N = L^K, and fewer at base, N (1 - (1 - 1/(W
; G))^M) with G = (L+1)^(2K)
; Scope: all W, K, L, M
; Where N is N, G is G after K steps of diamonds passed by golden paths: from N = 1, G = 1 to N = L*N,
; G = G*(L + 1)**2
; Where X is X, X_base is X_base after M steps of samples that all miss a path: from X = 1, X_base = 1
; to X = X*miss, X_base = X_base*miss_base
; expected answer: unsat
(set-logic QF_NRA)
(declare-const G Real)
(declare-const K Real)
(declare-const L Real)
(declare-const M Real)
(declare-const N Real)
(declare-const W Real)
(declare-const X Real)
(declare-const X_base Real)
(declare-const miss Real)
(declare-const miss_base Real)
(assert (> G 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> M 0.0))
(assert (> N 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (>= M 1.0))
(assert (=> (and (>= K 0.0) (>= L 1.0) (>= K 1.0)) (and (>= N 1.0) (> G N))))
(assert (=> (and (>= M 0.0) (>= miss 0.0) (> miss_base miss) (>= M 1.0)) (and (>= X 0.0) (> X_base X))))
(assert (not (=> (and (= (* N W (+ 1.0 (* (- 1.0) miss))) 1.0) (= (* G W (+ 1.0 (* (- 1.0) miss_base))) 1.0)) (> (* N (+ 1.0 (* (- 1.0) X))) (* N (+ 1.0 (* (- 1.0) X_base)))))))
(check-sat)
