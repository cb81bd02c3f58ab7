; claim: sft-dynamics
; obligation: theorem
; In words: in a table with a row for every lane and corridor, SFT's data visit an exit row w = 1/(WL)
; times per path and an entry row w = 1/W times; the gap D of a row with w visits follows D +
; (e^D-1)/L = w(1+1/L)t at exits and D + L(e^D-1) = w(1+1/L)t at entries, so errors fall like 1/t
; Scope: all W, L, every row weight w > 0, every gap D >= 0, every exponential of the gap, e^D = E >
; 0, every time t >= 0
; Where paths is paths, through is through after later steps of diamonds after that of a lane, each of
; which a golden path crosses by any of L lanes: from paths = L*before, through = before to paths =
; L*paths, through = L*through
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const E Real)
(declare-const L Real)
(declare-const W Real)
(declare-const later Real)
(declare-const paths Real)
(declare-const t Real)
(declare-const through Real)
(declare-const w Real)
(assert (>= D 0.0))
(assert (> E 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> paths 0.0))
(assert (>= t 0.0))
(assert (> through 0.0))
(assert (> w 0.0))
(assert (>= W 1.0))
(assert (>= L 1.0))
(assert (=> (and (> E (* 0.0 (+ E L))) (<= E (* 1.0 (+ E L)))) (= (* (* w (+ 1.0 L)) (+ E L)) (* (* w (+ 1.0 L)) (+ E L)))))
(assert (=> (and (> (* E L) (* 0.0 (+ 1.0 (* E L)))) (<= (* E L) (* 1.0 (+ 1.0 (* E L))))) (= (* (* L (+ 1.0 (* E L))) (* w (+ 1.0 L))) (* (* L (+ 1.0 (* E L))) (* w (+ 1.0 L))))))
(assert (=> (and (>= later 0.0) (>= L 1.0)) (= paths (* L through))))
(assert (=> (>= E 1.0) (and (= (* L (+ E L)) (* L (+ E L))) (<= (* L (+ 1.0 L)) (* L (+ E L))))))
(assert (=> (>= E 1.0) (and (= (* 1.0 (+ 1.0 (* E L))) (* 1.0 (+ 1.0 (* E L)))) (<= (* 1.0 (+ 1.0 L)) (* 1.0 (+ 1.0 (* E L)))))))
(assert (=> (and (>= (* t w (+ 1.0 L)) (* 0.0 L)) (= (* L (* t w (+ 1.0 L))) (* L (+ (- 1.0) E (* D L)))) (>= E 1.0) (<= D (+ (- 1.0) E))) (and (>= (* L (+ 1.0 L (* t w (+ 1.0 L)))) (* L (+ E L))) (<= (* L (+ 1.0 L (* t w))) (* L (+ E L))))))
(assert (=> (and (>= (* t w (+ 1.0 L)) (* 0.0 L)) (= (* t w (+ 1.0 L)) (* L (+ D (* L (+ (- 1.0) E))))) (>= E 1.0) (<= D (+ (- 1.0) E))) (and (>= (* 1.0 (+ L (* L L) (* t w (+ 1.0 L)))) (* L (+ 1.0 (* E L)))) (<= (* 1.0 (+ 1.0 L (* t w))) (* 1.0 (+ 1.0 (* E L)))))))
(assert (not (and (=> (>= later 0.0) (= paths (* L through))) (= (* L (* w (+ 1.0 L))) (* L (* w (+ 1.0 L)))) (= (* L (* w (+ 1.0 L))) (* L (* w (+ 1.0 L)))) (=> (and (>= E 1.0) (<= D (+ (- 1.0) E))) (and (=> (= (* L (+ (- 1.0) E (* D L))) (* L (* t w (+ 1.0 L)))) (and (>= (* L (+ 1.0 L (* t w (+ 1.0 L)))) (* L (+ E L))) (<= (* L (+ 1.0 L (* t w))) (* L (+ E L))))) (=> (= (* L (+ D (* L (+ (- 1.0) E)))) (* t w (+ 1.0 L))) (and (>= (* 1.0 (+ L (* L L) (* t w (+ 1.0 L)))) (* L (+ 1.0 (* E L)))) (<= (* 1.0 (+ 1.0 L (* t w))) (* 1.0 (+ 1.0 (* E L)))))))))))
(check-sat)
