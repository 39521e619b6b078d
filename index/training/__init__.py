"""The recipe of the bundled model, a room a step; only `index.train` comes in here.

pairs (what shall lie close; `own` is what we wrote) → teacher (Korean meaning out of Kiwi) → pieces
(the vocabulary) → corpus (all texts in pieces) → learning (the vectors; `interaction` in the last
epoch) → folder (what is written).
"""
