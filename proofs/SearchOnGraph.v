(* What the search agent costs on the graph, where forward rows are one.

   Hypotheses: those of SearchCorridor.v. At the fork the agent draws among the corridors that it has not entered yet.

   Main definitions: way_home (moves back from a wrong leaf to the fork).
   Main results: wrong_corridor, right_corridor, at_fork, search_on_graph (the cost is that of the recursions of
   SearchAgent.v), search_sft, search_rlvr (at the two limits). *)
From Coq Require Import Bool Reals List Lra Lia Psatz.
From Backproof Require Import Corridor Chain Graph CorridorGraph Optimum ClosedForms SearchAgent SearchWalk.
From Backproof Require Import SearchHistories SearchCorridor.
Import ListNotations.
Local Open Scope R_scope.

Section Limits.
  Variables (W t K L : nat) (b d : R).
  Hypothesis Ht : (t < W)%nat.
  Hypothesis HL : (1 <= L)%nat.
  Hypothesis Hb : 0 < b <= 1.
  Hypothesis Hd : 0 < d <= 1.

  Local Notation l := (diamonds (Vertex 1 b) (Vertex 1 d) K).
  Local Notation time := (search_time W t L l).
  Local Notation picks := (chosen W L l).
  Local Notation lanes := (lanes_of L).
  Local Notation Long := (diamonds_length (Vertex 1 b) (Vertex 1 d) K).

  Local Notation uniform_lanes := (fun _ w e => uniform (lanes w e)).
  Local Notation moves_home := (moves_home L b).

  Lemma fork_picks : forall history s past, history = s :: past -> row W L l s = from_fork W uniform_lanes s ->
    let doors := open_lanes history (fun v => Out v 0 0) W in doors <> [] ->
    picks history = alike (fun v => Out v 0 0) doors.
  Proof.
    intros history s past E Row doors Some. subst history. assert (HW : 0 < INR W) by (apply lt_0_INR; lia).
    assert (Flat : row W L l s = map (fun v => (1 / INR W * (1 / INR 1), Out v 0 0)) (seq 0 W)).
    { rewrite Row. unfold from_fork. generalize (seq 0 W). intros numbers.
      induction numbers as [| v numbers IH]; [reflexivity |]. cbn [flat_map map]. rewrite IH. reflexivity. }
    apply chosen_alike with (1 / INR W * (1 / INR 1)); [| | exact Some].
    - unfold likely, unused_moves. rewrite Flat, filter_of_map. cbn [snd]. rewrite likely_map.
      destruct (Req_EM_T _ 0) as [Zero | _]; [| reflexivity]. exfalso. cbn [INR] in Zero.
      pose proof (Rdiv_lt_0_compat 1 (INR W) ltac:(lra) HW). lra.
    - cbn [INR]. pose proof (Rdiv_lt_0_compat 1 (INR W) ltac:(lra) HW). lra.
  Qed.

  Definition way_home : R := INR K * (1 + moves_home) + 1.

  (* A wrong corridor entered from the fork, until the walk is back at the fork, worth F. *)
  Lemma wrong_corridor : forall v history F, let entered := Out v 0 0 :: history in
    v <> t -> fresh history v -> (forall past', keeps v 0 entered past' -> time (Home v 0 0 :: past') F) ->
    time entered (2 * INR K + (way_home + F)).
  Proof.
    intros v history F entered Wrong Fresh Fork'.
    replace (2 * INR K) with (INR (2 * K)) by (rewrite mult_INR; reflexivity).
    apply (outward_bound W t K L b d Ht HL Hb Hd (2 * K) 0 0 v history); fold entered; [lia | | | |].
    - intros a Ha. assert (a = 0%nat) as -> by lia. split; [exists 0%nat; split; [now apply lanes_some |] |].
      + intros i. cbn. split; [intros [E | In]; [now injection E | now apply Fresh in In] | intros ->; now left].
      + intros i [No | In]; [discriminate | now apply Fresh in In].
    - intros a j Ha [E | In]; [injection E; lia | now apply Fresh in In].
    - intros a j [No | In]; [discriminate | now apply Fresh in In].
    - intros past' j reached Keeps Ways. destruct (Ways (2 * K)%nat (le_n _)) as [(j0 & Hj0 & One) None].
      rewrite lanes_even in Hj0 by apply even_double.
      assert (j = 0%nat) as -> by (assert (j = j0) by (apply One; now left); lia).
      pose proof (leaf_left W K L l HL Long v 0 past') as Left. cbn zeta in Left. fold reached in Left.
      rewrite lanes_even in Left by apply even_double.
      rewrite (open_all reached (Home v (2 * K)) 1) in Left by (intros i _; apply None).
      replace (way_home + F) with (1 + (INR K * (1 + moves_home) + F)) by (unfold way_home; ring).
      apply (time_alike W t K L l HL Long) with (2 := Left ltac:(discriminate));
        [apply not_found_out; now left | discriminate |].
      intros i Hi. apply in_seq in Hi. replace i with 0%nat by lia.
      apply (homeward_bound W t K L b d Ht HL Hb Hd K v reached F); [lia | exact Wrong | | |].
      + intros a Ha. apply one_way_keeps with (2 * K)%nat reached; [apply keeps_home; lia | lia | apply Ways; lia].
      + intros _. right. now left.
      + intros past'' Keeps''. apply Fork'. now apply keeps_trans with reached.
  Qed.

  Lemma right_corridor : forall history, let entered := Out t 0 0 :: history in
    fresh history t -> time entered (2 * INR K).
  Proof.
    intros history entered Fresh. replace (2 * INR K) with (INR (2 * K) + 0) by (rewrite mult_INR; cbn; ring).
    apply (outward_bound W t K L b d Ht HL Hb Hd (2 * K) 0 0 t history); fold entered; [lia | | | |].
    - intros a Ha. assert (a = 0%nat) as -> by lia. split; [exists 0%nat; split; [now apply lanes_some |] |].
      + intros i. cbn. split; [intros [E | In]; [now injection E | now apply Fresh in In] | intros ->; now left].
      + intros i [No | In]; [discriminate | now apply Fresh in In].
    - intros a j Ha [E | In]; [injection E; lia | now apply Fresh in In].
    - intros a j [No | In]; [discriminate | now apply Fresh in In].
    - intros past' j reached _ _. apply time_at_target. cbn. now rewrite Long, !Nat.eqb_refl.
  Qed.

  Lemma mean_doors : forall (A B : R) (f : state -> R) doors, NoDup doors -> In t doors ->
    (forall v, In v doors -> f (Out v 0 0) = if v =? t then A else B) ->
    mean f (alike (fun v => Out v 0 0) doors) = (A + (INR (length doors) - 1) * B) / INR (length doors).
  Proof.
    intros A B f doors Distinct In Value. unfold alike. rewrite mean_map.
    assert (Sum : forall some, NoDup some -> (forall v, List.In v some -> f (Out v 0 0) = if v =? t then A else B) ->
      fold_right (fun v s => f (Out v 0 0) + s) 0 some =
        if in_dec Nat.eq_dec t some then A + (INR (length some) - 1) * B else INR (length some) * B).
    { induction some as [| v some IH]; intros Dist Val; [cbn; ring |]. inversion Dist as [| ? ? New Rest]; subst.
      cbn [fold_right length]. rewrite (IH Rest (fun v Hv => Val v (or_intror Hv))), (Val v (or_introl eq_refl)), S_INR.
      destruct (in_dec Nat.eq_dec t some), (in_dec Nat.eq_dec t (v :: some)) as [Yes | No],
        (Nat.eqb_spec v t) as [E | NE]; subst; try contradiction; try ring; exfalso; cbn in *; tauto. }
    rewrite (Sum doors Distinct Value). destruct (in_dec Nat.eq_dec t doors) as [_ | No]; [| contradiction].
    unfold Rdiv. ring.
  Qed.

  (* At the fork with n wrong corridors left beside the target's; the others have been left. *)
  Lemma at_fork : forall n history s past, history = s :: past ->
    row W L l s = from_fork W uniform_lanes s -> found t l history = false ->
    (forall v, (v < W)%nat -> fresh history v \/ In (Out v 0 0) history) -> fresh history t ->
    length (open_lanes history (fun v => Out v 0 0) W) = S n ->
    time history (drawing (2 * INR K + 1) way_home n).
  Proof.
    induction n as [| n IH]; intros history s past E Row Free Doors Target Count;
      set (doors := open_lanes history (fun v => Out v 0 0) W) in *;
      assert (Some : doors <> []) by (intros Empty; rewrite Empty in Count; discriminate);
      assert (Distinct : NoDup doors) by apply NoDup_filter, seq_NoDup;
      assert (In t doors) as Has by (apply open_in; split; [exact Ht | apply Target]);
      pose proof (fork_picks history s past E Row Some) as Picks; fold doors in Picks.
    - set (f := fun r : state => 2 * INR K).
      replace (drawing (2 * INR K + 1) way_home 0) with (1 + mean f (picks history)).
      + apply (time_step W t K L l HL Long); [exact Free |]. rewrite Picks. unfold alike. intros m Hm.
        apply in_map_iff in Hm as (v & <- & Hv). cbn [snd]. unfold f.
        assert (v = t) as ->; [| now apply right_corridor].
        destruct doors as [| a [| c rest]]; try discriminate Count.
        destruct Has as [-> | []], Hv as [-> | []]. reflexivity.
      + rewrite Picks, (mean_doors (2 * INR K) (2 * INR K) f doors Distinct Has), Count
          by (intros v _; now destruct (v =? t)). cbn. field.
    - set (F := drawing (2 * INR K + 1) way_home n).
      set (f := fun r => match r with
        | Out v _ _ => if v =? t then 2 * INR K else 2 * INR K + (way_home + F) | _ => 0 end).
      replace (drawing (2 * INR K + 1) way_home (S n)) with (1 + mean f (picks history)).
      + apply (time_step W t K L l HL Long); [exact Free |]. rewrite Picks. unfold alike. intros m Hm.
        apply in_map_iff in Hm as (v & <- & Hv). cbn [snd f].
        destruct (Nat.eqb_spec v t) as [-> | Wrong]; [now apply right_corridor |].
        pose proof (proj1 (open_in _ _ _ _) Hv) as [HvW New].
        destruct (Doors v HvW) as [Fresh | Used]; [| contradiction].
        apply wrong_corridor; [exact Wrong | exact Fresh |]. intros past' Keeps.
        apply (IH (Home v 0 0 :: past') (Home v 0 0) past'); [reflexivity | reflexivity | reflexivity | | |].
        * intros u Hu. destruct (Nat.eq_dec u v) as [-> | Other]; [right; right; apply Keeps; now left |].
          destruct (Doors u Hu) as [Fresh' | Used]; [left | right; right; apply Keeps; now right].
          apply fresh_keeps with v history; [| exact Other | exact Fresh'].
          apply keeps_trans with past'; [| apply keeps_home; lia].
          apply keeps_trans with (Out v 0 0 :: history); [apply keeps_out; lia | exact Keeps].
        * apply fresh_keeps with v history; [| auto | exact Target].
          apply keeps_trans with past'; [| apply keeps_home; lia].
          apply keeps_trans with (Out v 0 0 :: history); [apply keeps_out; lia | exact Keeps].
        * pose proof (open_drops history (Home v 0 0 :: past') (fun u => Out u 0 0) W v Hv) as Drops.
          fold doors in Drops. rewrite Count in Drops. enough (Same : _) by (specialize (Drops Same); lia).
          intros u Hu. cbn beta. destruct (Nat.eq_dec u v) as [-> | Other].
          -- split; [now right |]. intros _. right. apply Keeps. now left.
          -- split.
             ++ intros [No | In]; [discriminate |]. left. apply Keeps in In; [| cbn; now left].
                destruct In as [No | In]; [injection No; intros; now subst | exact In].
             ++ intros [In | Eq]; [right; apply Keeps; now right | contradiction].
      + rewrite Picks, (mean_doors (2 * INR K) (2 * INR K + (way_home + F)) f doors Distinct Has), Count by reflexivity.
        cbn [drawing]. fold F. rewrite !S_INR. pose proof (pos_INR n). field. lra.
  Qed.

  Theorem search_on_graph : time [Source] (search_cost W K moves_home).
  Proof.
    assert (Picks : picks [Source] = alike (fun _ => Fork) [0%nat]).
    { apply chosen_alike with 1; [| lra | discriminate]. unfold likely, unused_moves, row. cbn [moves filter snd].
      rewrite (proj2 (unused_iff [Source] Fork)) by (intros [No | []]; discriminate). cbn [filter fst].
      destruct (Req_EM_T 1 0); [lra | reflexivity]. }
    unfold search_cost. fold way_home.
    apply (time_alike W t K L l HL Long) with (2 := Picks); [reflexivity | discriminate |]. intros i _.
    apply (at_fork (W - 1) [Fork; Source] Fork [Source]); try reflexivity.
    - intros v _. left. intros a j. split; intros [No | [No | []]]; discriminate.
    - intros a j. split; intros [No | [No | []]]; discriminate.
    - rewrite open_all, seq_length by (intros v _ [No | [No | []]]; discriminate). lia.
  Qed.
End Limits.

(* ---- The two limits ---- *)

Theorem search_sft : forall W t K L, (t < W)%nat -> (1 <= L)%nat ->
  search_time W t L (sft_limit (INR L) K) [Source] (search_cost W K (leaving (L - 1))).
Proof.
  intros W t K L Ht HL. assert (HLr : 1 <= INR L) by (apply (le_INR 1); exact HL).
  destruct (uniform_rows (INR L) HLr) as [Exit Entry].
  pose proof (search_on_graph W t K L (exit (INR L)) (entry (INR L)) Ht HL Exit Entry) as Cost.
  unfold SearchCorridor.moves_home in Cost.
  replace (weight L (exit (INR L))) with 1 in Cost by (unfold weight, exit; field; lra).
  rewrite leaving_at_one in Cost. exact Cost.
Qed.

Theorem search_rlvr : forall W t K L, (t < W)%nat -> (1 <= L)%nat ->
  search_time W t L (straight K) [Source] (search_cost W K 1).
Proof.
  intros W t K L Ht HL. assert (HLr : 1 <= INR L) by (apply (le_INR 1); exact HL).
  pose proof (search_on_graph W t K L 1 1 Ht HL ltac:(lra) ltac:(lra)) as Cost.
  unfold SearchCorridor.moves_home in Cost. replace (weight L 1) with 0 in Cost by (unfold weight; field; lra).
  rewrite leaving_at_zero in Cost. replace (straight K) with (diamonds (Vertex 1 1) (Vertex 1 1) K); [exact Cost |].
  unfold straight. clear. induction K as [| K IH]; [reflexivity |]. cbn [diamonds]. rewrite IH.
  replace (2 * S K)%nat with (S (S (2 * K))) by lia. reflexivity.
Qed.
