; claim: untied-optimal
; obligation: straight-at-width-one
; In words: for W = 1, too, only straight excursions cost H*
; Scope: all W, K, L, every table with a uniform fork that reaches every leaf
; Where U is U, R_sum is R_sum, EU is EU, RU is RU, V_sum is V_sum, turns is turns, longer is longer
; after W steps of corridors with rows of their own: from U = 0, R_sum = 0, EU = 0, RU = 0, V_sum = 0,
; turns = 0, longer = 0 to U = U + u, R_sum = R + R_sum, EU = E*u + EU, RU = R*u + RU, V_sum = V +
; V_sum, turns = turns + u - 1, longer = -4*K + R*u + longer - 2*u, for any u > 0, E >= 0, R >= 0, V
; >= 0 with (<= 1 u) and (>= (* E u) (+ (- 1) (* 2 K) (* 2 u))) and (>= (* R u) (+ (* 4 K) (* 2 u)))
; and (= (* u (* V W)) (+ (* E u) (* (- 1) R u) (* R_all u) (* V (+ (- 1) u)) (* V u (+ (- 1) W))))
; expected answer: sat
(set-logic QF_NRA)
(declare-const EU Real)
(declare-const H Real)
(declare-const K Real)
(declare-const L Real)
(declare-const RU Real)
(declare-const R_all Real)
(declare-const R_sum Real)
(declare-const U Real)
(declare-const V_sum Real)
(declare-const W Real)
(declare-const longer Real)
(declare-const turns Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (and (>= W 0.0) (<= 1.0 W)) (= V_sum (+ EU (* (- 1.0) RU) (* R_all U)))))
(assert (=> (>= W 0.0) (>= EU (+ (* 2.0 turns) (* W (+ 1.0 (* 2.0 K)))))))
(assert (=> (>= W 0.0) (>= (+ (* (- 1.0) RU) (* R_sum U)) (* 2.0 W (+ 1.0 (* 2.0 K)) (+ (- 1.0) W)))))
(assert (=> (>= W 0.0) (and (>= turns 0.0) (>= longer 0.0) (= U (+ W turns)) (= RU (+ longer (* 2.0 turns) (* 2.0 W (+ 1.0 (* 2.0 K))))) (=> (= turns 0.0) (= RU R_sum)))))
(assert (not (=> (and (= (* W (+ (- 1.0) H)) V_sum) (= R_all R_sum)) (and (>= H (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (=> (and (>= W 1.0) (= H (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))) (and (= EU (* W (+ 1.0 (* 2.0 K)))) (= turns 0.0) (= longer 0.0)))))))
(check-sat)
