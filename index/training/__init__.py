"""The recipe of the bundled model, a room a step; only `index.train` comes in here.

pairs (what shall lie close) → teacher (Korean meaning out of Kiwi) → pieces (the vocabulary) →
learning (the vectors) → folder (what is written).
"""
