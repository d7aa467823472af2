"""What a job advert asks for, as areas of a graph."""
