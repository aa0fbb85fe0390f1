"""Support chat for Django in real time: persisted first, resumed by sequence, over websockets or plain REST."""
