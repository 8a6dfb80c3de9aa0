package io.github.connectorservice.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Keeps payment methods at the processor.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class PaymentMethodServiceGrpc {

  private PaymentMethodServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "payments.v1.PaymentMethodService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest,
      io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse> getTokenizePaymentMethodMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TokenizePaymentMethod",
      requestType = io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest.class,
      responseType = io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest,
      io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse> getTokenizePaymentMethodMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest, io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse> getTokenizePaymentMethodMethod;
    if ((getTokenizePaymentMethodMethod = PaymentMethodServiceGrpc.getTokenizePaymentMethodMethod) == null) {
      synchronized (PaymentMethodServiceGrpc.class) {
        if ((getTokenizePaymentMethodMethod = PaymentMethodServiceGrpc.getTokenizePaymentMethodMethod) == null) {
          PaymentMethodServiceGrpc.getTokenizePaymentMethodMethod = getTokenizePaymentMethodMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest, io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TokenizePaymentMethod"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentMethodServiceMethodDescriptorSupplier("TokenizePaymentMethod"))
              .build();
        }
      }
    }
    return getTokenizePaymentMethodMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.DeletePaymentMethodRequest,
      io.github.connectorservice.payments.v1.DeletePaymentMethodResponse> getDeletePaymentMethodMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeletePaymentMethod",
      requestType = io.github.connectorservice.payments.v1.DeletePaymentMethodRequest.class,
      responseType = io.github.connectorservice.payments.v1.DeletePaymentMethodResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.DeletePaymentMethodRequest,
      io.github.connectorservice.payments.v1.DeletePaymentMethodResponse> getDeletePaymentMethodMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.DeletePaymentMethodRequest, io.github.connectorservice.payments.v1.DeletePaymentMethodResponse> getDeletePaymentMethodMethod;
    if ((getDeletePaymentMethodMethod = PaymentMethodServiceGrpc.getDeletePaymentMethodMethod) == null) {
      synchronized (PaymentMethodServiceGrpc.class) {
        if ((getDeletePaymentMethodMethod = PaymentMethodServiceGrpc.getDeletePaymentMethodMethod) == null) {
          PaymentMethodServiceGrpc.getDeletePaymentMethodMethod = getDeletePaymentMethodMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.DeletePaymentMethodRequest, io.github.connectorservice.payments.v1.DeletePaymentMethodResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeletePaymentMethod"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.DeletePaymentMethodRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.DeletePaymentMethodResponse.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentMethodServiceMethodDescriptorSupplier("DeletePaymentMethod"))
              .build();
        }
      }
    }
    return getDeletePaymentMethodMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static PaymentMethodServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceStub>() {
        @java.lang.Override
        public PaymentMethodServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentMethodServiceStub(channel, callOptions);
        }
      };
    return PaymentMethodServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static PaymentMethodServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceBlockingV2Stub>() {
        @java.lang.Override
        public PaymentMethodServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentMethodServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return PaymentMethodServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static PaymentMethodServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceBlockingStub>() {
        @java.lang.Override
        public PaymentMethodServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentMethodServiceBlockingStub(channel, callOptions);
        }
      };
    return PaymentMethodServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static PaymentMethodServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentMethodServiceFutureStub>() {
        @java.lang.Override
        public PaymentMethodServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentMethodServiceFutureStub(channel, callOptions);
        }
      };
    return PaymentMethodServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Keeps payment methods at the processor.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a method without a payment.
     * </pre>
     */
    default void tokenizePaymentMethod(io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTokenizePaymentMethodMethod(), responseObserver);
    }

    /**
     * <pre>
     * Forgets a stored method.
     * </pre>
     */
    default void deletePaymentMethod(io.github.connectorservice.payments.v1.DeletePaymentMethodRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.DeletePaymentMethodResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeletePaymentMethodMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service PaymentMethodService.
   * <pre>
   * Keeps payment methods at the processor.
   * </pre>
   */
  public static abstract class PaymentMethodServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return PaymentMethodServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service PaymentMethodService.
   * <pre>
   * Keeps payment methods at the processor.
   * </pre>
   */
  public static final class PaymentMethodServiceStub
      extends io.grpc.stub.AbstractAsyncStub<PaymentMethodServiceStub> {
    private PaymentMethodServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentMethodServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentMethodServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a method without a payment.
     * </pre>
     */
    public void tokenizePaymentMethod(io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getTokenizePaymentMethodMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Forgets a stored method.
     * </pre>
     */
    public void deletePaymentMethod(io.github.connectorservice.payments.v1.DeletePaymentMethodRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.DeletePaymentMethodResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeletePaymentMethodMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service PaymentMethodService.
   * <pre>
   * Keeps payment methods at the processor.
   * </pre>
   */
  public static final class PaymentMethodServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<PaymentMethodServiceBlockingV2Stub> {
    private PaymentMethodServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentMethodServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentMethodServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a method without a payment.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse tokenizePaymentMethod(io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getTokenizePaymentMethodMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Forgets a stored method.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.DeletePaymentMethodResponse deletePaymentMethod(io.github.connectorservice.payments.v1.DeletePaymentMethodRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeletePaymentMethodMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service PaymentMethodService.
   * <pre>
   * Keeps payment methods at the processor.
   * </pre>
   */
  public static final class PaymentMethodServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<PaymentMethodServiceBlockingStub> {
    private PaymentMethodServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentMethodServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentMethodServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a method without a payment.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse tokenizePaymentMethod(io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getTokenizePaymentMethodMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Forgets a stored method.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.DeletePaymentMethodResponse deletePaymentMethod(io.github.connectorservice.payments.v1.DeletePaymentMethodRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeletePaymentMethodMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service PaymentMethodService.
   * <pre>
   * Keeps payment methods at the processor.
   * </pre>
   */
  public static final class PaymentMethodServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<PaymentMethodServiceFutureStub> {
    private PaymentMethodServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentMethodServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentMethodServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a method without a payment.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse> tokenizePaymentMethod(
        io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getTokenizePaymentMethodMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Forgets a stored method.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.DeletePaymentMethodResponse> deletePaymentMethod(
        io.github.connectorservice.payments.v1.DeletePaymentMethodRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeletePaymentMethodMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_TOKENIZE_PAYMENT_METHOD = 0;
  private static final int METHODID_DELETE_PAYMENT_METHOD = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_TOKENIZE_PAYMENT_METHOD:
          serviceImpl.tokenizePaymentMethod((io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse>) responseObserver);
          break;
        case METHODID_DELETE_PAYMENT_METHOD:
          serviceImpl.deletePaymentMethod((io.github.connectorservice.payments.v1.DeletePaymentMethodRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.DeletePaymentMethodResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getTokenizePaymentMethodMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.TokenizePaymentMethodRequest,
              io.github.connectorservice.payments.v1.TokenizePaymentMethodResponse>(
                service, METHODID_TOKENIZE_PAYMENT_METHOD)))
        .addMethod(
          getDeletePaymentMethodMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.DeletePaymentMethodRequest,
              io.github.connectorservice.payments.v1.DeletePaymentMethodResponse>(
                service, METHODID_DELETE_PAYMENT_METHOD)))
        .build();
  }

  private static abstract class PaymentMethodServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    PaymentMethodServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.connectorservice.payments.v1.VaultProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("PaymentMethodService");
    }
  }

  private static final class PaymentMethodServiceFileDescriptorSupplier
      extends PaymentMethodServiceBaseDescriptorSupplier {
    PaymentMethodServiceFileDescriptorSupplier() {}
  }

  private static final class PaymentMethodServiceMethodDescriptorSupplier
      extends PaymentMethodServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    PaymentMethodServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (PaymentMethodServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new PaymentMethodServiceFileDescriptorSupplier())
              .addMethod(getTokenizePaymentMethodMethod())
              .addMethod(getDeletePaymentMethodMethod())
              .build();
        }
      }
    }
    return result;
  }
}
