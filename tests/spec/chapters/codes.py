"""What a code as given resolves to."""

from ..kinds import Chapter, Resolved

CHAPTER = Chapter(
    "codes",
    "Codes and their weights",
    "A code comes as a recorded crime code (28E), a Home Office class (028/03) or a PNC code (TH68036). How it resolved is kept "
    "and said: the first word that fits. Weights are those of 2020, to ten places.",
    (
        Resolved(
            title="A recorded crime code is taken as it is",
            says="Fraud has no weight.",
            expect="""
                code as given | how    | recorded crime code | weight
                28E           | direct | 28E                 | 465.3814732284
                46            | direct | 46                  | 11.8555390462
                AF            | direct | AF                  | -
                """,
        ),
        Resolved(
            title="A class with one code takes it; with several of one weight the weight is known, the code is not",
            expect="""
                code as given | how         | recorded crime code | weight
                046/00        | class       | 46                  | 11.8555390462
                034/01        | same_weight | -                   | 799.6288702315
                028/03        | same_weight | -                   | 465.3814732284
                """,
        ),
        Resolved(
            title="Several codes of different weights need a decision, with its reason",
            says="Assault with injury: 8S counts the same class only where the victim is a constable, so the general code "
            "8N is taken.",
            expect="""
                code as given | how     | recorded crime code | weight
                008/06        | decided | 8N                  | 189.1538870640
                """,
        ),
        Resolved(
            title="A subclass that is not in the map counts as its class number, if that has one code",
            says="Every subclass of 046 is shoplifting; those of 008 are several things.",
            expect="""
                code as given | how          | recorded crime code | weight
                046/99        | class_number | 46                  | 11.8555390462
                008/99        | ambiguous    | -                   | -
                """,
        ),
        Resolved(
            title="A PNC code has a class, and resolves as that",
            says="TH68036 is class 028/03, OF61016 class 005/01.",
            expect="""
                code as given | how         | recorded crime code | weight
                TH68036       | same_weight | -                   | 465.3814732284
                OF61016       | decided     | 5D                  | 2034.7418601982
                """,
        ),
        Resolved(
            title="What cannot be settled, or is no recorded crime, has no weight",
            expect="""
                code as given | how            | recorded crime code | weight
                125/12        | ambiguous      | -                   | -
                099/71        | not_notifiable | -                   | -
                999/99        | unknown        | -                   | -
                """,
        ),
    ),
)
