"""Writes the encoder as ONNX: 4-bit weights, prefixes and tokens left to the caller, mean pooling and unit length inside."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from weights import Weights

MICROSOFT = "com.microsoft"


class GraphWriter:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def codes(self, name: str, values: np.ndarray) -> str:
        """Whole numbers -8..7, two a byte."""
        low_bits = (values.reshape(-1).astype(np.int16) & 15).astype(np.uint8)
        table = TensorProto()
        table.name, table.data_type = name, TensorProto.INT4
        table.dims.extend(values.shape)
        table.raw_data = (low_bits[0::2] | (low_bits[1::2] << 4)).astype(np.uint8).tobytes()
        self.constants.append(table)
        return name

    def node(self, kind: str, inputs: list[str], output: str | list[str], domain: str = "", **settings) -> str | list[str]:
        outputs = output if isinstance(output, list) else [output]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **settings))
        return output


def build_model(weights: Weights, keep: list[int]) -> onnx.ModelProto:
    writer = GraphWriter()
    state = embed_tokens(writer, weights, keep)
    writer.node("Cast", ["attention_mask"], "mask_int", to=TensorProto.INT32)
    for layer in range(weights.layers):
        state = add_layer(writer, weights, layer, state)
    pool(writer, state)
    graph = helper.make_graph(
        writer.nodes,
        "e5-small-zh-en",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", weights.hidden])],
        writer.constants,
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def embed_tokens(writer: GraphWriter, weights: Weights, keep: list[int]) -> str:
    scales, codes = weights.quantised("emb.word", weights.hidden)
    scales, codes = scales[keep], codes[keep]
    writer.codes("word_codes", codes)
    writer.constant("word_scales", scales)
    writer.node("GatherBlockQuantized", ["word_codes", "input_ids", "word_scales"], "words", MICROSOFT, gather_axis=0, quantize_axis=1, block_size=32)
    positions = weights.floats("emb.pos").reshape(-1, weights.hidden) + weights.floats("emb.type").reshape(-1, weights.hidden)[0]
    writer.constant("positions", positions.astype(np.float32))
    writer.constant("zero", np.array([0], np.int64))
    writer.constant("one", np.array([1], np.int64))
    writer.node("Shape", ["input_ids"], "length", start=1, end=2)
    writer.node("Slice", ["positions", "zero", "length", "zero"], "own_positions")
    writer.node("Add", ["words", "own_positions"], "summed")
    scale = writer.constant("embedding_scale", weights.floats("emb.ln.w"))
    shift = writer.constant("embedding_shift", weights.floats("emb.ln.b"))
    return writer.node("LayerNormalization", ["summed", scale, shift], "state", axis=-1, epsilon=float(weights.epsilon))


def quantised_product(writer: GraphWriter, weights: Weights, state: str, names: list[str], inputs: int, output: str) -> str:
    """Standard operators, so that the runtime may choose: it multiplies by the 4-bit codes, or unpacks them once at loading."""
    parts = [weights.quantised(name, inputs) for name in names]
    scales = writer.constant(f"{output}_scales", np.concatenate([scale for scale, _ in parts]).T)
    codes = writer.codes(f"{output}_codes", np.concatenate([code for _, code in parts]).T)
    factors = writer.node("DequantizeLinear", [codes, scales], f"{output}_weights", axis=0, block_size=32)
    return writer.node("MatMul", [state, factors], output)


def add_layer(writer: GraphWriter, weights: Weights, layer: int, state: str) -> str:
    prefix, hidden = f"l{layer}.", weights.hidden
    floats = lambda name: weights.floats(prefix + name)  # noqa: E731
    named = lambda name, values: writer.constant(prefix + name, values)  # noqa: E731
    qkv = quantised_product(writer, weights, state, [prefix + part for part in ("q.w", "k.w", "v.w")], hidden, prefix + "qkv")
    writer.node("Split", [qkv], [prefix + "q", prefix + "k", prefix + "v"], axis=-1, num_outputs=3)
    bias = named("qkv_bias", np.concatenate([floats("q.b"), floats("k.b"), floats("v.b")]))
    inputs = [prefix + "q", prefix + "k", prefix + "v", bias, "mask_int"]
    attended = writer.node("MultiHeadAttention", inputs, prefix + "attended", MICROSOFT, num_heads=weights.heads)
    projected = quantised_product(writer, weights, attended, [prefix + "ao.w"], hidden, prefix + "projected")
    middle = normalised(writer, weights, projected, state, prefix + "middle", floats("aln.w"), floats("aln.b"), floats("ao.b"))
    widened = quantised_product(writer, weights, middle, [prefix + "fi.w"], hidden, prefix + "widened")
    active = writer.node("BiasGelu", [widened, named("widen_bias", floats("fi.b"))], prefix + "active", MICROSOFT)
    narrowed = quantised_product(writer, weights, active, [prefix + "fo.w"], weights.feed_forward, prefix + "narrowed")
    return normalised(writer, weights, narrowed, middle, prefix + "out", floats("oln.w"), floats("oln.b"), floats("fo.b"))


def normalised(writer: GraphWriter, weights: Weights, update: str, residual: str, output: str, scale: np.ndarray, shift: np.ndarray, bias: np.ndarray) -> str:
    names = [writer.constant(f"{output}_{part}", values) for part, values in (("scale", scale), ("shift", shift), ("bias", bias))]
    return writer.node("SkipLayerNormalization", [update, residual, *names], output, MICROSOFT, epsilon=float(weights.epsilon))


def pool(writer: GraphWriter, state: str) -> None:
    writer.node("Cast", ["attention_mask"], "mask_float", to=TensorProto.FLOAT)
    writer.constant("last", np.array([2], np.int64))
    writer.node("Unsqueeze", ["mask_float", "last"], "mask_column")
    writer.node("Mul", [state, "mask_column"], "masked")
    writer.node("ReduceSum", ["masked", "one"], "pooled", keepdims=0)
    writer.node("LpNormalization", ["pooled"], "embedding", axis=-1, p=2)
