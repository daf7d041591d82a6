"""How long people lived where: from the stocks that villages report to person-days of each village-month.

A village's stock is a piecewise-linear curve through its reported month-ends, flat before the first and after the
last. Twice the person-days of a month is a whole number, `(opening + closing) x days`, so that every sum of them is
exact (United Nations, Principles and Recommendations for a Vital Statistics System, Rev. 3: rates are events over
person-years lived).
"""

from popcalc.person_time.average import Average
from popcalc.person_time.person_days import PersonDays, person_days
from popcalc.person_time.stocks import Points, Stock, Stocks

__all__ = ["Average", "PersonDays", "Points", "Stock", "Stocks", "person_days"]
