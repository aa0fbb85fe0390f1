"""How the OpenAPI description names answers that have more than one shape."""

from drf_spectacular.utils import PolymorphicProxySerializer

from .serializers import ChallengeSerializer, ContactProvenSerializer, TokenPairSerializer

LOGIN_ANSWER = PolymorphicProxySerializer(
    component_name="LoginAnswer",
    serializers=[TokenPairSerializer, ChallengeSerializer],
    resource_type_field_name=None,
)
CODE_ANSWER = PolymorphicProxySerializer(
    component_name="CodeAnswer",
    serializers=[TokenPairSerializer, ChallengeSerializer, ContactProvenSerializer],
    resource_type_field_name=None,
)
