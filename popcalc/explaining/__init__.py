"""What one figure rests on, as plain data: every number that a person needs to arrive at it with a pocket calculator.

The same steps as in `popcalc.calculation` and `popcalc.judging` are taken for one area and one period at a time, and
what they add up is kept month by month. Nothing is shown here: `popcalc.output.explanation` puts the facts in words.
`facts` holds the words of it and imports nothing heavy; `figures` and `judged` find them.
"""
