"""A job advert: what of it the bank knows, which areas that speaks for, and what the bank does not hold."""

from simulator.graph.advert.recognise import Advert as Advert
from simulator.graph.advert.recognise import AreaFound as AreaFound
from simulator.graph.advert.recognise import recognise as recognise
from simulator.graph.advert.recognise import weights as weights
from simulator.graph.advert.text import from_text as from_text
from simulator.graph.advert.text import pasted as pasted
from simulator.graph.advert.text import read_advert as read_advert
