from .ledger import EntryKind, LedgerEntry
from .payments import Payer, Payment, PaymentState
from .records import CallOutcome, Operation, ProviderCall, ProviderEvent

__all__ = [
    "CallOutcome",
    "EntryKind",
    "LedgerEntry",
    "Operation",
    "Payer",
    "Payment",
    "PaymentState",
    "ProviderCall",
    "ProviderEvent",
]
