"""Channel layers that fail."""

from channels.layers import InMemoryChannelLayer


class BrokenLayer(InMemoryChannelLayer):
    """What a layer is whose server cannot be reached."""

    async def group_send(self, group, message):
        raise ConnectionError("no layer")

    async def group_add(self, group, channel):
        raise ConnectionError("no layer")
