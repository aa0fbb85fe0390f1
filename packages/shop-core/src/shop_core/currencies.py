"""How many decimals each currency of ISO 4217 has."""

from __future__ import annotations

ZERO_DECIMAL = frozenset("BIF CLP DJF GNF IRR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
"""Without minor units; IRR has two by the standard and none in life, where whole rials are counted."""

TWO_DECIMAL = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP
    CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR
    KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY
    TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
    """.split()
)

THREE_DECIMAL = frozenset("BHD IQD JOD KWD LYD OMR TND".split())

CURRENCIES = ZERO_DECIMAL | TWO_DECIMAL | THREE_DECIMAL


def exponent(currency: str) -> int:
    """Return how many decimals a currency has.

    :raises ValueError: the code is not one of ISO 4217's.
    """
    if currency in TWO_DECIMAL:
        return 2
    if currency in ZERO_DECIMAL:
        return 0
    if currency in THREE_DECIMAL:
        return 3
    raise ValueError(f"{currency!r} is no currency code of ISO 4217.")
