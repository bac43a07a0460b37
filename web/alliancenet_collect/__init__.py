"""The collector: an application of its own, where people answer a survey.

It can read nobody's answers but the bearer's. It serves one wave from its store and knows no project and no audit.
"""
